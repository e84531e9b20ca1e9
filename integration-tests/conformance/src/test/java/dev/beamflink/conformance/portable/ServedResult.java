package dev.beamflink.conformance.portable;

import java.util.List;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;

/** The result of a job that has ended: what a client makes of the server's answers. */
final class ServedResult implements PipelineResult {

  private static final String TRANSFORM = "PTRANSFORM";

  private final ServedJob job;
  private final RunnerApi.Pipeline pipeline;

  ServedResult(ServedJob job, RunnerApi.Pipeline pipeline) {
    this.job = job;
    this.pipeline = pipeline;
  }

  @Override
  public State getState() {
    return of(job.state());
  }

  private static State of(JobState.Enum state) {
    return switch (state) {
      case DONE, DRAINED -> State.DONE;
      case FAILED -> State.FAILED;
      case CANCELLED -> State.CANCELLED;
      default -> State.RUNNING;
    };
  }

  @Override
  public State cancel() {
    return of(job.cancel());
  }

  @Override
  public State waitUntilFinish() {
    return of(job.await());
  }

  /** The job has ended before. */
  @Override
  public State waitUntilFinish(Duration duration) {
    return waitUntilFinish();
  }

  @Override
  public MetricResults metrics() {
    var answered = job.metrics();
    return NamedMetrics.of(
        MetricsContainerStepMap.asMetricResults(
            steps(answered.getAttemptedList()), steps(answered.getCommittedList())));
  }

  private MetricsContainerStepMap steps(List<MonitoringInfo> infos) {
    MetricsContainerStepMap steps = new MetricsContainerStepMap();
    for (MonitoringInfo info : infos) {
      String id = info.getLabelsOrDefault(TRANSFORM, "");
      String name =
          pipeline.getComponents().containsTransforms(id)
              ? pipeline.getComponents().getTransformsOrThrow(id).getUniqueName()
              : id;
      steps.getContainer(name).update(List.of(info));
    }
    return steps;
  }
}
