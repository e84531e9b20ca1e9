package dev.beamflink.conformance.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.conformance.fault.Restore;
import dev.beamflink.conformance.suite.TestId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WireTest {

  private static final TestId TEST = new TestId("a.B$C", "test[1: x,\ty]");

  @Test
  void requestSurvives() {
    TestRequest request =
        new TestRequest(TEST, List.of("--a=\"\\n\"", "--b=\n\t"), Duration.ofSeconds(5));

    assertEquals(request, Wire.decodeRequest(oneLine(Wire.encode(request))));
  }

  @Test
  void recordSurvives() {
    TestRecord record =
        new TestRecord(TEST, Outcome.FAILED, 12, "", "a\r\n\tat \\u0041 \\101\n")
            .in(JobMode.STREAMING)
            .restored(Restore.AFTER_ELEMENT);

    String line = oneLine(Wire.encode(record));

    assertTrue(Wire.isAnswer(line));
    assertEquals(record, Wire.decodeRecord(line));
  }

  private static String oneLine(String message) {
    assertEquals(1, message.lines().count());
    return message;
  }
}
