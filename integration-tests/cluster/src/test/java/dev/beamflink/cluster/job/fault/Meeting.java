package dev.beamflink.cluster.job.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory where the driver and a job meet: orders and the release come from the driver,
 * results and violations from the job. Files appear with all their content, so that a process that
 * is killed leaves none that is half written.
 *
 * @param directory the same for both, on one machine
 */
public record Meeting(Path directory) {
  private static final Pattern SUBTASK = Pattern.compile("\\((\\d+)/\\d+\\)#");

  /** What the driver wants to go wrong. */
  public Path orders() {
    return directory.resolve("orders");
  }

  /** What the tally of a finished job holds. */
  public Path results() {
    return directory.resolve("results");
  }

  /** What sinks have written on the way, more than once after a restart. */
  public Path writes() {
    return directory.resolve("writes");
  }

  /** The subtasks that have processed what only one of them had at first; none if none says. */
  public Path sharers() {
    return directory.resolve("sharers");
  }

  /**
   * Notes one of the {@link #sharers()}.
   *
   * @param thread named by Flink as its task: {@code Process (1/2)#0}
   */
  void noteSharer(String thread) {
    Matcher subtask = SUBTASK.matcher(thread);
    if (!subtask.find()) {
      throw new IllegalStateException("Thread '%s' is not of a subtask".formatted(thread));
    }
    put(sharers().resolve(subtask.group(1)), thread);
  }

  /** What must never happen, seen by the job itself. */
  public Path violations() {
    return directory.resolve("violations");
  }

  /** Up to where a split of a source has been acknowledged. */
  Path acknowledged(String source, int split) {
    return directory.resolve("acknowledged").resolve(source + "-" + split);
  }

  /** Exists when sources may read on to their end. */
  public Path release() {
    return directory.resolve("release");
  }

  boolean isReleased() {
    return Files.exists(release());
  }

  /** Puts a file in place in one step, in place of another of the same name. */
  public static void put(Path file, String content) {
    Path draft = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException("The fault tests need a file system with atomic moves", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Reports what must never happen, to the driver and to the job. */
  void violated(String what) {
    put(violations().resolve(UUID.randomUUID().toString()), what);
    throw new IllegalStateException(what);
  }
}
