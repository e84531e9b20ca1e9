package dev.beamflink.conformance.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.beam.runners.flink.TestFlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

final class ModeListenerTest {

  private final ModeListener modes = ModeListener.listening();

  @Test
  void modeIsTheOneInWhichTheRunnerRan() {
    assertEquals(JobMode.NONE, modes.take());

    run();
    assertEquals(JobMode.BATCH, modes.take());

    run("--streaming");
    assertEquals(JobMode.STREAMING, modes.take());

    run();
    run("--streaming");
    assertEquals(JobMode.BOTH, modes.take());
    assertEquals(JobMode.NONE, modes.take());
  }

  @Test
  void refusedPipelineHasNoMode() {
    assertThrows(RuntimeException.class, () -> run("--parallelism=-7"));

    assertEquals(JobMode.NONE, modes.take());
  }

  private static void run(String... options) {
    var parsed = PipelineOptionsFactory.fromArgs(options).create();
    parsed.setRunner(TestFlinkRunner.class);
    Pipeline pipeline = Pipeline.create(parsed);
    pipeline.apply(Create.of(1));
    pipeline.run().waitUntilFinish();
  }
}
