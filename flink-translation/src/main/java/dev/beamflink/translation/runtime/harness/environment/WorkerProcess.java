package dev.beamflink.translation.runtime.harness.environment;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs an SDK harness. What it writes to stdout and stderr goes to the log, and its
 * tail into what is said of a failure. It ends with this JVM, and its children with it.
 */
final class WorkerProcess implements Worker {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private static final Duration TERMINATION = Duration.ofSeconds(2);
  private static final Duration KILL = Duration.ofSeconds(5);

  /** A process's last words may be read after its end; a child of it may hold the pipe open. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final String command;
  private final Process process;
  private final OutputTail tail = new OutputTail();
  private final Thread reader;
  private final Thread atShutdown;

  private WorkerProcess(String workerId, String command, Process process) {
    this.command = command;
    this.process = process;
    this.reader = new Thread(() -> read(workerId), "output of SDK harness " + workerId);
    this.reader.setDaemon(true);
    this.atShutdown = new Thread(this::kill, "killing SDK harness " + workerId);
  }

  /**
   * Starts a process.
   *
   * @param environment is added to that of this process
   * @throws HarnessStartException if there is no such program, or it can't be run
   */
  static WorkerProcess start(
      String workerId, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new HarnessStartException(
          "Its command can't be run: %s. It has to be there on every TaskManager"
              .formatted(e.getMessage()));
    }
    WorkerProcess worker = new WorkerProcess(workerId, command.get(0), process);
    worker.watch();
    return worker;
  }

  private void watch() {
    reader.start();
    try {
      process.getOutputStream().close();
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IOException | IllegalStateException e) {
      stop(Duration.ZERO);
      throw new HarnessStartException("It was not to be started any more: " + e.getMessage());
    }
  }

  private void read(String workerId) {
    try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      tail.readAll(output, line -> LOG.info("{}: {}", workerId, line));
    } catch (IOException e) {
      LOG.debug("The output of SDK harness {} can't be read any more", workerId, e);
    }
  }

  @Override
  public CompletableFuture<?> ended() {
    return process.onExit();
  }

  @Override
  public String account() {
    boolean ended = false;
    try {
      ended = process.waitFor(TERMINATION.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        reader.join(LAST_WORDS.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what is known so far will do
    }
    String words = tail.text();
    return "%s %s. %s"
        .formatted(
            "Its process '%s'".formatted(command),
            ended ? "has ended with exit code " + process.exitValue() : "runs",
            words.isEmpty() ? "It has said nothing" : "Its last words:\n" + words);
  }

  @Override
  public void stop(Duration grace) {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(TERMINATION.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and no more patience
    }
    children.forEach(ProcessHandle::destroyForcibly);
    kill();
    forgetShutdown();
  }

  /** Also what has come up since. */
  private void kill() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Process {} ('{}') does not end", process.pid(), command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetShutdown() {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      LOG.debug("This JVM is ending", e);
    }
  }
}
