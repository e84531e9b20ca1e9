package dev.beamflink.cluster.longrun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.cluster.fault.FaultCluster;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/soak}: too short to find a leak, but all of its parts work. */
class SoakITCase {

  @Test
  void numbersAreReadAndResultsAreRight() throws Exception {
    try (FaultCluster cluster = FaultCluster.start("soak-short")) {
      assertEquals(
          List.of(), new Soak(2, Duration.ofSeconds(5)).run(cluster, new Random(1), System.out));
    }
  }
}
