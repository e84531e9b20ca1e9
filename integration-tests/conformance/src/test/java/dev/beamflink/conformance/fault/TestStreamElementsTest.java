package dev.beamflink.conformance.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Impulse;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class TestStreamElementsTest {

  private static final TestStream.Builder<Integer> STREAM = TestStream.create(VarIntCoder.of());

  private final Pipeline pipeline = Pipeline.create();

  @Test
  void eventsAreStepsFromOneOn() {
    pipeline.apply(
        STREAM
            .advanceWatermarkTo(new Instant(0))
            .addElements(1)
            .advanceWatermarkTo(new Instant(5))
            .advanceWatermarkToInfinity());

    assertEquals(new TestStreamElements(2, 4), TestStreamElements.of(pipeline));
  }

  @Test
  void impulseHasItsElementInStepZero() {
    pipeline.apply("stream", STREAM.addElements(1).advanceWatermarkToInfinity());
    pipeline.apply("impulse", Impulse.create());

    assertEquals(new TestStreamElements(0, 2), TestStreamElements.of(pipeline));
  }

  @Test
  void ofSeveralStreamsTheFirstOneToDoSoCounts() {
    pipeline.apply("long", STREAM.addElements(1).addElements(2).advanceWatermarkToInfinity());
    pipeline.apply("short", STREAM.advanceWatermarkToInfinity());

    assertEquals(new TestStreamElements(1, 1), TestStreamElements.of(pipeline));
  }

  @Test
  void withoutTestStreamAllIsZero() {
    pipeline.apply(Impulse.create());

    assertEquals(new TestStreamElements(0, 0), TestStreamElements.of(pipeline));
  }
}
