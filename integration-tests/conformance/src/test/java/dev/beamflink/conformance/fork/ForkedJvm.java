package dev.beamflink.conformance.fork;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running {@link SuiteFork} as its parent sees it. Owned by one thread, which hands over one test
 * at a time; a daemon thread reads the answers.
 */
final class ForkedJvm implements AutoCloseable {

  /** Two minutes: a JVM that does not even start is a broken set-up. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration EXIT_LIMIT = Duration.ofSeconds(20);

  /** Queued when the answers end, which they do with the JVM. */
  private static final String END = "";

  private final Process process;
  private final BufferedWriter requests;
  private final ForkLog log;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ForkedJvm(Process process, ForkLog log) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.log = log;
  }

  /** Starts a JVM that appends everything it prints to the log; returns when it is ready. */
  static ForkedJvm start(ForkSpec spec, ForkLog log) {
    try {
      Files.createDirectories(spec.temporaryDirectory());
      Process process =
          new ProcessBuilder(spec.command())
              .directory(spec.directory().toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
              .start();
      ForkedJvm fork = new ForkedJvm(process, log);
      Thread reader = new Thread(fork::readAnswers, "answers of " + log.file().getFileName());
      reader.setDaemon(true);
      reader.start();
      fork.awaitReady();
      return fork;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a forked JVM in " + spec.directory(), e);
    }
  }

  private void awaitReady() {
    if (!nextAnswer(START_LIMIT).equals(Optional.of(Wire.READY))) {
      kill();
      throw new IllegalStateException("A forked JVM did not start; see " + log.file());
    }
  }

  /** Runs one test and waits for its end, but no longer than its limit. */
  ForkAnswer run(TestRequest request) {
    try {
      requests.write(Wire.encode(request));
      requests.newLine();
      requests.flush();
    } catch (IOException e) {
      // The JVM is gone; its exit code says more than the broken pipe.
      return died();
    }
    Optional<String> answer = nextAnswer(request.limit());
    if (answer.isEmpty()) {
      return new ForkAnswer.Overdue();
    }
    return answer.get().equals(END)
        ? died()
        : new ForkAnswer.Finished(Wire.decodeRecord(answer.get()));
  }

  private ForkAnswer died() {
    kill();
    return new ForkAnswer.Died(process.exitValue());
  }

  private Optional<String> nextAnswer(Duration limit) {
    try {
      return Optional.ofNullable(answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a test ran", e);
    }
  }

  private void readAnswers() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null) {
        if (Wire.isAnswer(line)) {
          answers.add(line);
        } else {
          Files.writeString(
              log.file(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        line = reader.readLine();
      }
    } catch (IOException e) {
      System.err.println("The answers of a forked JVM ended early: " + e);
    }
    answers.add(END);
  }

  ForkLog log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the JVM now and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Lets the JVM end by itself, with its shutdown hooks; kills it if it doesn't. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      System.err.println("A forked JVM ended before its parent: " + e);
    }
    if (!awaitExit()) {
      kill();
    }
  }

  private boolean awaitExit() {
    try {
      return process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
