package dev.beamflink.runner.savepoint;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;

/**
 * A streaming pipeline with state of every kind that the runner keeps. What it puts out in all is
 * always the same, so what a savepoint splits in two must add up.
 */
final class FixturePipeline {

  private FixturePipeline() {}

  static void build(Pipeline pipeline) {
    PCollection<Long> numbers = pipeline.apply("Numbers", Read.from(new GatedSource()));
    PCollection<KV<Long, Long>> keyed =
        numbers
            .apply("Key", ParDo.of(new KeyFn()))
            .setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));

    keyed
        .apply("States", ParDo.of(new StatesFn()))
        .apply("WriteStates", ParDo.of(new Journal.WriteFn<>("states")));

    keyed
        .apply("Fixed", Window.into(FixedWindows.of(Duration.millis(64))))
        .apply("Group", GroupByKey.create())
        .apply("Sort", ParDo.of(new SortFn()))
        .apply("WriteGroups", ParDo.of(new Journal.WriteFn<>("group")));

    keyed
        .apply("Sessions", Window.into(Sessions.withGapDuration(Duration.millis(10))))
        .apply("Sum", Sum.longsPerKey())
        .apply("WriteSums", ParDo.of(new Journal.WriteFn<>("sum")));

    PCollectionView<List<String>> words =
        pipeline.apply("Words", Create.of("a", "b")).apply("View", View.asList());
    numbers
        .apply("WithWords", ParDo.of(new WithWordsFn(words)).withSideInputs(words))
        .apply("WriteWords", ParDo.of(new Journal.WriteFn<>("words")));

    numbers.apply("Stable", ParDo.of(new StableFn()));

    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Sequence", ParDo.of(new GatedSequenceFn()))
        .apply("WriteSequence", ParDo.of(new Journal.WriteFn<>("sequence")));
  }

  private static final class KeyFn extends DoFn<Long, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(number % 3, number));
    }
  }

  private static final class SortFn extends DoFn<KV<Long, Iterable<Long>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<Long, Iterable<Long>> group, OutputReceiver<String> out) {
      List<Long> values = new ArrayList<>();
      group.getValue().forEach(values::add);
      values.sort(null);
      out.output(group.getKey() + ": " + values);
    }
  }

  private static final class WithWordsFn extends DoFn<Long, String> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<List<String>> words;

    WithWordsFn(PCollectionView<List<String>> words) {
      this.words = words;
    }

    @ProcessElement
    public void process(@Element Long number, ProcessContext context) {
      List<String> sorted = context.sideInput(words).stream().sorted().toList();
      context.output(number + " " + sorted);
    }
  }

  private static final class StableFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    @RequiresStableInput
    @ProcessElement
    public void process(@Element Long number) {
      Journal.add("stable " + number);
    }
  }
}
