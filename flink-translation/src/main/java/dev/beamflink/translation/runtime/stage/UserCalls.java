package dev.beamflink.translation.runtime.stage;

import java.util.function.Supplier;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Runs the user code of one transform: with the transform's metrics in place, and named when it
 * throws. Task thread only.
 */
final class UserCalls {

  private final String transformName;
  private final MetricsContainer metrics;
  private final MetricsEnvironmentState metricsOfThread;

  UserCalls(String transformName, MetricsContainer metrics) {
    this.transformName = transformName;
    this.metrics = metrics;
    this.metricsOfThread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
  }

  /**
   * Runs a call.
   *
   * @param method how errors call it, as in {@code @Setup}
   * @throws TransformFailedException when the call throws
   */
  void run(String method, Runnable call) {
    MetricsContainer outer = enter();
    try {
      call.run();
    } catch (Throwable t) {
      throw failure(method, t);
    } finally {
      leave(outer);
    }
  }

  /** Runs a call that answers something, as {@link #run} does. */
  <T extends @Nullable Object> T get(String method, Supplier<T> call) {
    MetricsContainer outer = enter();
    try {
      return call.get();
    } catch (Throwable t) {
      throw failure(method, t);
    } finally {
      leave(outer);
    }
  }

  /**
   * Puts the transform's metrics in place: for hot paths, which do without a lambda.
   *
   * @return what {@link #leave} is given after the call
   */
  @Nullable MetricsContainer enter() {
    return metricsOfThread.activate(metrics);
  }

  /** Puts the metrics back in place that were there before the call. */
  void leave(@Nullable MetricsContainer outer) {
    metricsOfThread.activate(outer);
  }

  /**
   * What to throw when a call has thrown; failures of transforms downstream stay theirs. What ends
   * the JVM is thrown as it is, for Flink to see.
   */
  TransformFailedException failure(String method, Throwable thrown) {
    Throwable cause = thrown;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    ExceptionUtils.rethrowIfFatalErrorOrOOM(cause);
    return cause instanceof TransformFailedException downstream
        ? downstream
        : new TransformFailedException(transformName, method, cause);
  }

  /** Beam wraps what user code throws, Flink what the next operator of the task throws. */
  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof UserCodeException
        || thrown instanceof ExceptionInChainedOperatorException;
  }
}
