package dev.beamflink.runner.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.stage.TransformFailedException;
import java.io.IOException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class JobFailureTest {

  private static final String MESSAGE =
      "Transform 'Sessions/Expire' failed in @ProcessElement: java.io.IOException: on purpose";

  private final ClassLoader loader = getClass().getClassLoader();

  private static TransformFailedException failure(Throwable users) {
    return new TransformFailedException("Sessions/Expire", "@ProcessElement", users);
  }

  private static Throwable inFlink(Throwable failure) {
    return new JobExecutionException(
        new JobID(), "Job execution failed.", new IllegalStateException("no restart", failure));
  }

  @Test
  void inOneJvm() {
    IOException users = new IOException("on purpose");
    JobFailure failure = JobFailure.of(inFlink(failure(users)), loader);
    assertEquals(MESSAGE, failure.getMessage());
    assertEquals(users, failure.getCause());
  }

  @Test
  void fromACluster() {
    IOException users = new IOException("on purpose");
    JobFailure failure = JobFailure.of(inFlink(new SerializedThrowable(failure(users))), loader);
    assertEquals(MESSAGE, failure.getMessage());
    assertInstanceOf(IOException.class, failure.getCause());
  }

  /** The user's stack trace is there as text, which is what the cause prints. */
  @Test
  void exceptionThatCanNotBeSerialized() {
    SerializedThrowable sent = new SerializedThrowable(failure(new NotSerializable()));
    JobFailure failure = JobFailure.of(inFlink(sent), loader);
    assertEquals(
        "Transform 'Sessions/Expire' failed in @ProcessElement: %s: not serializable"
            .formatted(NotSerializable.class.getName()),
        failure.getMessage());
    SerializedThrowable cause = assertInstanceOf(SerializedThrowable.class, failure.getCause());
    assertEquals(NotSerializable.class.getName(), cause.getOriginalErrorClassName());
  }

  @Test
  void failureOutsideUserCodeHasTheInnermostCause() {
    JobFailure failure = JobFailure.of(inFlink(new IOException("disk full")), loader);
    assertEquals("The Flink job failed: java.io.IOException: disk full", failure.getMessage());
    assertInstanceOf(IOException.class, failure.getCause());
  }

  @Test
  void usersOwnCauseStaysBelowTheirException() {
    Throwable users = new IOException("b", new IOException("a"));
    JobFailure failure = JobFailure.of(inFlink(failure(users)), loader);
    assertTrue(String.valueOf(failure.getCause().getMessage()).contains("b"));
    assertEquals("a", failure.getCause().getCause().getMessage());
  }

  private static final class NotSerializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused") // makes it so
    private final Object field = new Object();

    NotSerializable() {
      super("not serializable");
    }
  }
}
