package dev.beamflink.runner.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.junit.jupiter.api.Test;

class DrainTest {

  private final FakeJob job = new FakeJob();

  /** A job counts as running before its tasks do. */
  @Test
  void drainThatComesTooEarlyIsTriedAgain() {
    CheckpointException tooEarly =
        new CheckpointException(CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING);
    job.stops.add(CompletableFuture.failedFuture(tooEarly));
    job.stops.add(CompletableFuture.failedFuture(tooEarly));
    job.stops.add(CompletableFuture.completedFuture("savepoint"));
    assertEquals("savepoint", new Drain(job, "directory").start().join());
    assertEquals(List.of("directory", "directory", "directory"), job.stopped);
  }

  /** Other threads may have been made for jobs whose classes are gone. */
  @Test
  void laterTriesSeeTheClassesOfWhoDrains() throws Exception {
    job.stops.add(
        CompletableFuture.failedFuture(
            new CheckpointException(CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING)));
    job.stops.add(CompletableFuture.completedFuture("savepoint"));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(own);
      Drain drain = new Drain(job, "directory");
      thread.setContextClassLoader(before);
      drain.start().join();
      assertEquals(List.of(own, own), job.contexts);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void otherFailuresAreTheEndOfIt() {
    IllegalStateException failure = new IllegalStateException("no directory");
    job.stops.add(CompletableFuture.failedFuture(failure));
    CompletionException thrown =
        assertThrows(CompletionException.class, () -> new Drain(job, "directory").start().join());
    assertSame(failure, thrown.getCause());
  }

  /** As clients do that can't reach their cluster, or have no directory to write to. */
  @Test
  void clientThatThrowsFailsTheDrainToo() {
    assertTrue(new Drain(job, "directory").start().isCompletedExceptionally());
  }
}
