package dev.beamflink.runner.result;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/** A job whose cluster says what a test tells it to. */
final class FakeJob implements JobClient {

  private final JobID id = new JobID();
  final CompletableFuture<JobExecutionResult> end = new CompletableFuture<>();
  CompletableFuture<JobStatus> status = CompletableFuture.completedFuture(JobStatus.RUNNING);
  CompletableFuture<Map<String, Object>> accumulators = CompletableFuture.completedFuture(Map.of());

  /** What stopping answers, one after the other; after that it throws. */
  final Queue<CompletableFuture<String>> stops = new ArrayDeque<>();

  final List<String> stopped = new ArrayList<>();
  final List<ClassLoader> contexts = new ArrayList<>();
  int questions;
  int cancellations;
  boolean followed;

  @Override
  public JobID getJobID() {
    return id;
  }

  @Override
  public CompletableFuture<JobStatus> getJobStatus() {
    questions++;
    return status;
  }

  @Override
  public CompletableFuture<Void> cancel() {
    cancellations++;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<String> stopWithSavepoint(
      boolean terminate, String directory, SavepointFormatType format) {
    stopped.add(directory);
    contexts.add(Thread.currentThread().getContextClassLoader());
    return stops.remove();
  }

  @Override
  public CompletableFuture<String> triggerSavepoint(String directory, SavepointFormatType format) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Map<String, Object>> getAccumulators() {
    return accumulators;
  }

  @Override
  public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
    followed = true;
    return end;
  }
}
