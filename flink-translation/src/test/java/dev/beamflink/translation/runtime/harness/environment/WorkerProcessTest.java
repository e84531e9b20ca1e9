package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerProcessTest {

  @Test
  void accountHasExitCodeAndBothOutputs() throws Exception {
    WorkerProcess worker = shell("echo \"$GREETING\"; echo failed >&2; exit 7");
    worker.ended().get();
    assertEquals(
        "Its process 'sh' has ended with exit code 7. Its last words:\nhello\nfailed",
        worker.account());
    worker.stop(Duration.ZERO);
  }

  @Test
  void silenceIsSaid() throws Exception {
    WorkerProcess worker = shell("exit 0");
    worker.ended().get();
    assertEquals(
        "Its process 'sh' has ended with exit code 0. It has said nothing", worker.account());
    worker.stop(Duration.ZERO);
  }

  @Test
  void missingProgramIsNamed() {
    HarnessStartException failure =
        assertThrows(
            HarnessStartException.class,
            () -> WorkerProcess.start("worker", List.of("/no/such/program"), Map.of()));
    assertTrue(failure.getMessage().contains("\"/no/such/program\""), failure::getMessage);
  }

  @Test
  void stopEndsWhatDoesNotListen() throws Exception {
    WorkerProcess worker = shell("trap '' TERM; sleep 600 & sleep 600");
    worker.stop(Duration.ZERO);
    worker.ended().get();
    assertTrue(worker.account().contains("has ended with exit code"), worker.account());
  }

  @Test
  void processEndsWithItsJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EndingJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(jvm.waitFor(30, TimeUnit.SECONDS));
    ProcessHandle.of(Long.parseLong(output.strip().lines().reduce((a, b) -> b).orElseThrow()))
        .ifPresent(worker -> worker.onExit().join());
  }

  private static WorkerProcess shell(String script) {
    return WorkerProcess.start("worker", List.of("sh", "-c", script), Map.of("GREETING", "hello"));
  }

  /** A TaskManager that ends while a worker runs. */
  static final class EndingJvm {

    private EndingJvm() {}

    public static void main(String[] arguments) throws IOException {
      WorkerProcess.start("worker", List.of("sleep", "600"), Map.of());
      System.out.println(ProcessHandle.current().children().findFirst().orElseThrow().pid());
      System.exit(0);
    }
  }
}
