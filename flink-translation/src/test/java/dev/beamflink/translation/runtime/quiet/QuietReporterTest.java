package dev.beamflink.translation.runtime.quiet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.junit.jupiter.api.Test;

class QuietReporterTest {

  @Test
  void reportsOnce() {
    List<OperatorEvent> sent = new ArrayList<>();
    QuietReporter reporter = new QuietReporter(sent::add);
    assertFalse(reporter.hasReported());
    reporter.report();
    reporter.report();
    assertTrue(reporter.hasReported());
    assertEquals(List.of(new QuietEvent()), sent);
  }
}
