package dev.beamflink.conformance.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CanaryTest {

  @Test
  void standsInFrontOfTheRunnerAndKeepsTheOtherOptions() {
    assertEquals(
        List.of(
            "--runner=CanaryRunner", "--canary=DOUBLE", "--canaryRunner=Some", "--parallelism=2"),
        Canary.DOUBLE.applyTo(List.of("--runner=Some", "--parallelism=2")));
  }
}
