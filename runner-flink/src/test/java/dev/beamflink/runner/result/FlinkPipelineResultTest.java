package dev.beamflink.runner.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.application.WebSubmissionJobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.junit.jupiter.api.Test;

class FlinkPipelineResultTest {

  private static final org.joda.time.Duration SHORT = org.joda.time.Duration.millis(5);

  private final FakeJob job = new FakeJob();

  private FlinkPipelineResult attached() {
    return new FlinkPipelineResult(job, new WaitByFollowing(), null);
  }

  private FlinkPipelineResult asking() {
    return new FlinkPipelineResult(job, new WaitByAsking(Duration.ofMillis(1)), null);
  }

  private FlinkPipelineResult detached() {
    return new FlinkPipelineResult(job, new NoWait(), null);
  }

  private void finish() {
    job.status = CompletableFuture.completedFuture(JobStatus.FINISHED);
    job.end.complete(new JobExecutionResult(job.getJobID(), 1, Map.of()));
  }

  private void fail(Throwable cause) {
    job.status = CompletableFuture.completedFuture(JobStatus.FAILED);
    job.end.completeExceptionally(
        new JobExecutionException(job.getJobID(), "Job execution failed.", cause));
  }

  /** The cluster of the job no longer answers anything. */
  private void loseCluster() {
    ConnectException refused = new ConnectException("Connection refused");
    job.status = CompletableFuture.failedFuture(refused);
    job.accumulators = CompletableFuture.failedFuture(refused);
    job.end.completeExceptionally(refused);
  }

  @Test
  void attachedFollowsTheJobToItsEnd() {
    FlinkPipelineResult result = attached();
    assertEquals(State.RUNNING, result.getState());
    assertNull(result.waitUntilFinish(SHORT));
    finish();
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(State.DONE, result.getState());
  }

  @Test
  void attachedKnowsTheEndOfAClusterThatIsGone() {
    FlinkPipelineResult result = attached();
    finish();
    job.status = CompletableFuture.failedFuture(new ConnectException("Connection refused"));
    assertEquals(State.DONE, result.getState());
  }

  @Test
  void failureHasTheUsersExceptionEachTime() {
    Exception users = new IllegalArgumentException("on purpose");
    FlinkPipelineResult result = attached();
    fail(new TransformFailedException("Expire", "@ProcessElement", users));
    for (int i = 0; i < 2; i++) {
      PipelineExecutionException thrown =
          assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
      assertSame(users, thrown.getCause());
    }
    assertEquals(State.FAILED, result.getState());
  }

  @Test
  void cancelledJobIsNoFailure() throws IOException {
    FlinkPipelineResult result = attached();
    result.cancel();
    assertEquals(1, job.cancellations);
    job.end.completeExceptionally(
        new JobCancellationException(job.getJobID(), "Job was cancelled.", null));
    assertEquals(State.CANCELLED, result.waitUntilFinish());
  }

  @Test
  void whatHasEndedIsNotCancelled() throws IOException {
    FlinkPipelineResult result = attached();
    finish();
    assertEquals(State.DONE, result.cancel());
    assertEquals(0, job.cancellations);
  }

  @Test
  void lostClusterIsNotAFailedJob() {
    FlinkPipelineResult result = attached();
    loseCluster();
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("can't be followed any more"),
        thrown.getMessage());
    assertEquals(State.UNKNOWN, result.getState());
  }

  @Test
  void askingDoesNotFollowUntilAsked() {
    FlinkPipelineResult result = asking();
    assertNull(result.waitUntilFinish(SHORT));
    assertTrue(job.questions > 0);
    assertFalse(job.followed);
    finish();
    assertEquals(State.DONE, result.waitUntilFinish());
    assertTrue(job.followed);
  }

  @Test
  void askingEndsWhenTheClusterIsGone() {
    FlinkPipelineResult result = asking();
    loseCluster();
    assertThrows(PipelineExecutionException.class, result::waitUntilFinish);
  }

  @Test
  void detachedDoesNotWait() {
    FlinkPipelineResult result = detached();
    assertEquals(State.RUNNING, result.waitUntilFinish());
    assertEquals(State.RUNNING, result.waitUntilFinish(SHORT));
    assertFalse(job.followed);
  }

  @Test
  void afterAnUploadInTheWebUiNothingIsKnown() {
    FlinkPipelineResult result =
        new FlinkPipelineResult(new WebSubmissionJobClient(job.getJobID()), new NoWait(), null);
    assertEquals(State.UNKNOWN, result.waitUntilFinish());
    assertThrows(IOException.class, result::cancel);
    assertThrows(IllegalStateException.class, result::metrics);
  }

  @Test
  void metricsOfALostClusterAreThoseReadLast() {
    FlinkPipelineResult result = attached();
    result.metrics();
    loseCluster();
    result.metrics();
  }

  @Test
  void metricsThatWereNeverReadCanNotBeMadeUp() {
    FlinkPipelineResult result = attached();
    loseCluster();
    IllegalStateException thrown = assertThrows(IllegalStateException.class, result::metrics);
    assertTrue(String.valueOf(thrown.getMessage()).contains("Connection refused"));
  }
}
