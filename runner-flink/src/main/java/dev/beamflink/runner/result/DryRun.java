package dev.beamflink.runner.result;

import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;

/**
 * The result of a pipeline that was translated or packed but not submitted: it is done, without a
 * metric. Safe for any thread.
 */
public final class DryRun implements PipelineResult {

  @Override
  public State getState() {
    return State.DONE;
  }

  @Override
  public State cancel() {
    return State.DONE;
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    return State.DONE;
  }

  @Override
  public State waitUntilFinish() {
    return State.DONE;
  }

  @Override
  public MetricResults metrics() {
    return new NoMetrics();
  }

  private static final class NoMetrics extends MetricResults {
    @Override
    public MetricQueryResults queryMetrics(MetricsFilter filter) {
      return MetricQueryResults.create(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
  }
}
