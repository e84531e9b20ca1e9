package dev.beamflink.conformance.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

/** Jobs that are made to fail, with the proof that they were restored. */
final class FaultRunnerTest {

  private final Pipeline pipeline = pipeline();

  @Test
  void boundedReadIsRestoredAfterItsFirstElement() {
    PAssert.thatSingleton(pipeline.apply(GenerateSequence.from(0).to(100)).apply(Count.globally()))
        .isEqualTo(100L);

    assertEquals(Restore.AFTER_ELEMENT, run());
  }

  @Test
  void partsThatShareNothingAreRestoredBoth() {
    PAssert.that(pipeline.apply("first", Create.of(1, 2, 3))).containsInAnyOrder(1, 2, 3);
    PAssert.that(pipeline.apply("second", Create.of(4, 5))).containsInAnyOrder(4, 5);

    assertEquals(Restore.AFTER_ELEMENT, run());
  }

  @Test
  void testStreamIsRestoredBetweenItsEvents() {
    TestStream<Integer> numbers =
        TestStream.create(VarIntCoder.of())
            .addElements(1)
            .addElements(2, 3)
            .addElements(4)
            .advanceWatermarkToInfinity();
    PAssert.that(pipeline.apply(numbers)).containsInAnyOrder(1, 2, 3, 4);

    assertEquals(Restore.AFTER_ELEMENT, run());
  }

  @Test
  void pipelineWithoutElementIsRestoredToo() {
    PCollectionList.<Integer>empty(pipeline)
        .apply(Flatten.pCollections())
        .setCoder(VarIntCoder.of());

    assertEquals(Restore.NO_ELEMENT, run());
  }

  @Test
  void codeThatFailsOnItsFirstElementFailsAgainAfterTheRestore() {
    pipeline
        .apply(Create.of(1, 2, 3))
        .apply(
            MapElements.into(TypeDescriptors.integers()).via(number -> Math.floorDiv(number, 0)));

    PipelineExecutionException failure =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run());

    assertEquals(ArithmeticException.class, failure.getCause().getClass());
    assertEquals(Restore.HELD_ELEMENT, JobRestores.take());
  }

  @Test
  void pipelineOfAnotherRunnerMissesItsRestore() {
    List<String> options = List.of("--streaming", "--runner=FaultRunner");

    assertEquals(Restore.MISSING, JobRestores.take(options, true));
    assertEquals(Restore.NONE, JobRestores.take(options, false));
    assertEquals(Restore.NONE, JobRestores.take(List.of("--runner=TestFlinkRunner"), true));
  }

  private Restore run() {
    pipeline.run();
    return JobRestores.take();
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=FaultRunner",
                "--streaming",
                "--parallelism=2",
                "--checkpointingInterval=20")
            .create());
  }
}
