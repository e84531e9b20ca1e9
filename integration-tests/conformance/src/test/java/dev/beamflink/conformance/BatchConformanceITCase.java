package dev.beamflink.conformance;

import dev.beamflink.conformance.canary.Canary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beam's ValidatesRunner suite with bounded pipelines in batch mode. */
final class BatchConformanceITCase {

  private static ProfileVerification verification;

  @BeforeAll
  static void openProfile() {
    verification = ProfileVerification.open("batch");
  }

  @AfterAll
  static void closeProfile() {
    verification.close();
  }

  @Test
  void everyRequiredTestPasses() {
    verification.verifySuite();
  }

  @ParameterizedTest
  @EnumSource
  void brokenPipelinesAreNoticed(Canary canary) {
    verification.verify(canary);
  }
}
