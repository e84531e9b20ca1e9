package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.IOException;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls a Beam reader: with the metrics container of its transform, and so that a failure names the
 * transform. Belongs to one task thread.
 */
final class UserCode {

  private final ReadTransform transform;
  private final MetricsAccumulator accumulator;
  private final MetricsContainerImpl metrics;
  private final MetricsEnvironment.MetricsEnvironmentState environment =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  UserCode(ReadTransform transform, MetricsAccumulator accumulator) {
    this.transform = transform;
    this.accumulator = accumulator;
    this.metrics = accumulator.metrics().getContainer(transform.fullName());
  }

  /** With metrics that reach the client, like those of other operators. */
  static UserCode of(ReadTransform transform, StreamingRuntimeContext runtime) {
    return new UserCode(transform, MetricsAccumulator.registeredByReader(runtime));
  }

  /** The transform whose code it is. */
  ReadTransform transform() {
    return transform;
  }

  /** The metrics, for the reader to say what becomes of checkpoints. */
  MetricsAccumulator accumulator() {
    return accumulator;
  }

  /** Takes over what the transform's code has counted elsewhere. */
  void addMetrics(MetricsContainerImpl counted) {
    metrics.update(counted);
  }

  /**
   * Calls the user's code.
   *
   * @param method what is called, for the error message
   */
  <R extends @Nullable Object> R call(String method, Call<R> call) {
    MetricsContainer outer = environment.activate(metrics);
    try {
      return call.run();
    } catch (IOException | RuntimeException e) {
      throw new TransformFailedException(transform.fullName(), method, e);
    } finally {
      environment.activate(outer);
    }
  }

  /** Calls user code that answers nothing. */
  void run(String method, Action action) {
    call(
        method,
        () -> {
          action.run();
          return true;
        });
  }

  /** A call of user code. */
  interface Call<R extends @Nullable Object> {
    R run() throws IOException;
  }

  /** A call of user code that answers nothing. */
  interface Action {
    void run() throws IOException;
  }
}
