package dev.beamflink.conformance.canary;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** A root whose elements go on a number of times each, possibly zero. */
final class RepeatedRoot<T> extends PTransform<PBegin, PCollection<T>> {

  private static final long serialVersionUID = 1;

  private final PTransform<PBegin, PCollection<T>> root;
  private final int copies;

  RepeatedRoot(PTransform<PBegin, PCollection<T>> root, int copies) {
    this.root = root;
    this.copies = copies;
  }

  @Override
  public PCollection<T> expand(PBegin input) {
    PCollection<T> elements = input.apply("Root", root);
    return elements
        .apply("RepeatEach", ParDo.of(new RepeatEach<>(copies)))
        .setCoder(elements.getCoder());
  }

  private static final class RepeatEach<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1;

    private final int copies;

    RepeatEach(int copies) {
      this.copies = copies;
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> output) {
      for (int i = 0; i < copies; i++) {
        output.output(element);
      }
    }
  }
}
