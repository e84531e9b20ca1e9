package dev.beamflink.cluster.job;

import java.io.Serial;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** A Beam pipeline whose user code throws, in a program that prints what it is told of it. */
public final class FailingPipeline {
  public static final String TRANSFORM = "Refuse";
  public static final String MESSAGE = "the element was not to our taste";
  public static final String CAUGHT = "caught: ";
  public static final String CAUSE_IS_OURS = "cause is ours: ";

  /** An exception that only this program knows. */
  private static final class Refusal extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Refusal() {
      super(MESSAGE);
    }
  }

  private static final class Refuse extends DoFn<Integer, Void> {
    @Serial private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {
      throw new Refusal();
    }
  }

  public static void main(String[] arguments) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(arguments).create());
    pipeline.apply("Numbers", Create.of(1, 2, 3)).apply(TRANSFORM, ParDo.of(new Refuse()));
    try {
      pipeline.run().waitUntilFinish();
    } catch (PipelineExecutionException e) {
      System.out.println(CAUGHT + e.getMessage());
      System.out.println(CAUSE_IS_OURS + (e.getCause() instanceof Refusal));
      throw e;
    }
  }

  private FailingPipeline() {}
}
