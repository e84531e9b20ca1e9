package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;

/**
 * Runs what may call the user's code while elements are grouped: with the transform's metrics in
 * place, and named when it throws. Task thread only.
 */
final class GroupCalls {

  /** What is run. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  private final String transformName;
  private final MetricsContainer metrics;
  private final MetricsEnvironmentState metricsOfThread;

  GroupCalls(String transformName, MetricsContainer metrics) {
    this.transformName = transformName;
    this.metrics = metrics;
    this.metricsOfThread = MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();
  }

  /** The transform's metrics. */
  MetricsContainer metrics() {
    return metrics;
  }

  /**
   * Runs a call.
   *
   * @throws TransformFailedException when it throws, unless that came from downstream
   */
  void run(Call call) {
    MetricsContainer outer = metricsOfThread.activate(metrics);
    try {
      call.run();
    } catch (TransformFailedException | ExceptionInChainedOperatorException downstream) {
      throw downstream;
    } catch (Exception e) {
      throw new TransformFailedException(transformName, "grouping", e);
    } finally {
      metricsOfThread.activate(outer);
    }
  }
}
