package dev.beamflink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a group may have committed when a job is restored. */
class CommitCheckTest {

  @Test
  void offsetOfTheCheckpointAndLessIsFine() {
    assertEquals(List.of(), CommitCheck.ahead(Map.of(0, 7L, 1, 8L), Map.of(0, 7L, 1, 9L)));
  }

  @Test
  void offsetThatNoCheckpointHeldIsSeen() {
    assertEquals(
        List.of("Partition 0: offset 7 was committed, and the checkpoint held 6"),
        CommitCheck.ahead(Map.of(0, 7L), Map.of(0, 6L)));
  }

  @Test
  void partitionThatNobodyReadsIsSeen() {
    assertEquals(
        List.of("Partition 0: nobody has read on"), CommitCheck.ahead(Map.of(0, 7L), Map.of()));
  }
}
