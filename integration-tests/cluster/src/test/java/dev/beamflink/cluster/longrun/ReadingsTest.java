package dev.beamflink.cluster.longrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.fault.JobProbe;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final long MEBI = 1L << 20;

  private final Readings readings = new Readings();

  private void process(String name, long heapMebi, long loaders) {
    readings.add(name, new JvmReading(heapMebi * MEBI, 50 * MEBI, 10_000, loaders));
  }

  private static JobProbe.Checkpoint checkpoint(long bytes) {
    return new JobProbe.Checkpoint(bytes, bytes, 100);
  }

  @Test
  void flatColumnsAreNoProblem() {
    for (int row = 0; row < 9; row++) {
      process("JM", 30, 1);
      process("TM", 40 + row % 2, 2);
      readings.add(checkpoint(500_000));
    }
    assertEquals(List.of(), readings.problems());
  }

  @Test
  void columnsThatGrowAreNamed() {
    for (int row = 0; row < 9; row++) {
      process("JM", 30, row);
      process("TM", 40 + 10 * row, 1);
    }
    List<String> problems = readings.problems();
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith("JM loaders grew from 4 to 7"), problems::toString);
    assertTrue(problems.get(1).startsWith("TM heap grew"), problems::toString);
  }

  @Test
  void whatCouldNotBeReadIsNamed() {
    readings.add(new JobProbe.Checkpoint(-1, 100, 100));
    assertEquals(List.of("checkpoint could not be read: [-1]"), readings.problems());
  }

  @Test
  void rowsAreInUnits() {
    process("TM", 40, 2);
    assertEquals(
        List.of("40", "50", "10,000", "2"), List.of(readings.lastRow().strip().split(" +")));
  }
}
