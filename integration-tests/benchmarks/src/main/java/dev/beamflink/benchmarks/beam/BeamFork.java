package dev.beamflink.benchmarks.beam;

import dev.beamflink.benchmarks.fork.Fork;
import dev.beamflink.benchmarks.fork.ForkPlan;
import java.io.File;
import java.util.Arrays;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A fork that runs a workload as a Beam pipeline, on the runner of its class path. */
public final class BeamFork {

  private BeamFork() {}

  /** Arguments: the plan, the file for the result, and then Beam's options. */
  public static void main(String[] args) throws Exception {
    String[] options = Arrays.copyOfRange(args, 2, args.length);
    Fork.run(Fork.plan(args[0]), subject(options), new File(args[1]));
    System.exit(0); // whatever threads a runner has left
  }

  /** What runs workloads with these options of Beam. */
  public static Fork.Subject subject(String... options) {
    return (plan, elements) -> run(plan, elements, options);
  }

  private static void run(ForkPlan plan, long elements, String[] args) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(args).create();
    Pipeline pipeline = Pipeline.create(options);
    BeamWorkloads.build(plan, pipeline, elements);
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The pipeline has ended as " + state);
    }
  }
}
