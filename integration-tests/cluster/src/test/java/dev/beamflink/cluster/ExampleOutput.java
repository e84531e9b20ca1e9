package dev.beamflink.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the examples write, and what they have to. Lines are sorted: files hold them in any order.
 */
final class ExampleOutput {
  static final String TEXT = "to be, or not to be\nthat is the question\n";

  /** The words of {@link #TEXT}. */
  static final List<String> COUNTS =
      List.of("be: 2", "is: 1", "not: 1", "or: 1", "question: 1", "that: 1", "the: 1", "to: 2");

  private static final Instant FIRST_EVENT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration EVENT_PERIOD = Duration.ofMillis(100);
  private static final Duration SESSION_GAP = Duration.ofSeconds(10);
  private static final int CLICKS_PER_VISIT = 50;
  private static final int USERS = 10;

  /** What {@code UserSessions} writes for some visits, beginning with the first. */
  static List<String> sessions(int visits) {
    return LongStream.range(0, visits).mapToObj(ExampleOutput::session).sorted().toList();
  }

  private static String session(long visit) {
    long lastClick = (visit + 1) * CLICKS_PER_VISIT - 1;
    Instant end = FIRST_EVENT.plus(EVENT_PERIOD.multipliedBy(lastClick)).plus(SESSION_GAP);
    return "user-%d: %d clicks, over at %s".formatted(visit % USERS, CLICKS_PER_VISIT, end);
  }

  /**
   * What {@code StatefulDeduplication} writes for some events: the third of every three is a copy.
   *
   * @param end exclusive
   */
  static List<String> orders(long first, long end) {
    return LongStream.range(first, end)
        .filter(number -> number % 3 != 2)
        .mapToObj(number -> "order-%d: %d".formatted(number, 100 + number))
        .sorted()
        .toList();
  }

  /** The lines of all output files in a directory. */
  static List<String> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return lines(files.filter(file -> file.toString().endsWith(".txt")));
    }
  }

  /** The lines of some files. */
  static List<String> lines(Stream<Path> files) {
    return files.flatMap(ExampleOutput::lines).sorted().toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private ExampleOutput() {}
}
