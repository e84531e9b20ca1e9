package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.fault.Restore;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The line protocol between the parent and a fork: one line per message, fields separated by tabs
 * and escaped as in Java literals.
 *
 * <p>Answers carry a marker, because a JVM also writes to its standard output what no program asked
 * for, such as the report of a crash.
 */
final class Wire {

  private static final String ANSWER = "@@conformance\t";

  /** The answer of a fork that is ready for its first test. */
  static final String READY = ANSWER + "ready";

  private Wire() {}

  static boolean isAnswer(String line) {
    return line.startsWith(ANSWER);
  }

  static String encode(TestRequest request) {
    return join(
        Stream.concat(
            Stream.of(request.test().toString(), Long.toString(request.limit().toMillis())),
            request.pipelineOptions().stream()));
  }

  static TestRequest decodeRequest(String line) {
    List<String> fields = split(line);
    return new TestRequest(
        TestId.parse(fields.get(0)),
        fields.subList(2, fields.size()),
        Duration.ofMillis(Long.parseLong(fields.get(1))));
  }

  static String encode(TestRecord record) {
    return ANSWER
        + join(
            Stream.of(
                record.test().toString(),
                record.outcome().name(),
                record.mode().name(),
                record.restore().name(),
                Long.toString(record.millis()),
                record.cause(),
                record.details()));
  }

  static TestRecord decodeRecord(String line) {
    List<String> fields = split(line.substring(ANSWER.length()));
    return new TestRecord(
        TestId.parse(fields.get(0)),
        Outcome.valueOf(fields.get(1)),
        JobMode.valueOf(fields.get(2)),
        Restore.valueOf(fields.get(3)),
        Long.parseLong(fields.get(4)),
        fields.get(5),
        fields.get(6));
  }

  private static String join(Stream<String> fields) {
    return fields.map(Wire::escape).collect(Collectors.joining("\t"));
  }

  private static List<String> split(String line) {
    return Arrays.stream(line.split("\t", -1)).map(String::translateEscapes).toList();
  }

  private static String escape(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
