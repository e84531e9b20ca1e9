package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry.Severity;
import org.junit.jupiter.api.Test;

class ReportedErrorsTest {

  private final List<LogEntry> logged = new ArrayList<>();
  private final ReportedErrors errors = new ReportedErrors(logged::add);

  @Test
  void errorsAreAddedToWhatIsSaid() {
    log(Severity.Enum.ERROR, "no space left\n");
    log(Severity.Enum.CRITICAL, "giving up");
    assertEquals(
        "It has ended.\nIts last errors in the log:\nno space left\ngiving up",
        errors.addTo("It has ended."));
  }

  @Test
  void nothingIsAddedWhereNothingHasFailed() {
    log(Severity.Enum.WARN, "trying again");
    log(Severity.Enum.DEBUG, "starting");
    assertEquals("It has ended.", errors.addTo("It has ended."));
  }

  @Test
  void allGoesToTheLog() {
    log(Severity.Enum.DEBUG, "a");
    log(Severity.Enum.ERROR, "b");
    assertEquals(List.of("a", "b"), logged.stream().map(LogEntry::getMessage).toList());
  }

  @Test
  void lastOnesAreKept() {
    for (int i = 0; i <= ReportedErrors.MAX_ENTRIES; i++) {
      log(Severity.Enum.ERROR, "error " + i);
    }
    String kept =
        IntStream.rangeClosed(1, ReportedErrors.MAX_ENTRIES)
            .mapToObj(i -> "error " + i)
            .collect(Collectors.joining("\n"));
    assertEquals("\nIts last errors in the log:\n" + kept, errors.addTo(""));
  }

  @Test
  void endOfALongOneIsKept() {
    log(Severity.Enum.ERROR, "x".repeat(ReportedErrors.MAX_LENGTH) + "end");
    String kept = "x".repeat(ReportedErrors.MAX_LENGTH - 3) + "end";
    assertEquals("\nIts last errors in the log:\n" + kept, errors.addTo(""));
  }

  private void log(Severity.Enum severity, String message) {
    errors.log(LogEntry.newBuilder().setSeverity(severity).setMessage(message).build());
  }
}
