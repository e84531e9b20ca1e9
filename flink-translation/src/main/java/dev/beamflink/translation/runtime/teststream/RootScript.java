package dev.beamflink.translation.runtime.teststream;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.joda.time.Instant;

/**
 * What a root of a pipeline with TestStreams emits, step by step. Immutable; shipped with its
 * operator.
 */
public sealed interface RootScript extends Serializable
    permits ImpulseScript, ReadScript, TestStreamScript {

  /**
   * Emits the elements of a step, in the task thread.
   *
   * @param runtime of the operator
   */
  void play(long step, StreamingRuntimeContext runtime, Consumer<WindowedValue<Object>> elements);

  /** The watermark after a step, which never goes back. */
  Instant watermarkAfter(long step);
}
