package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.benchmarks.fork.Workload;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void moreElementsAreBetter() {
    Target target = new Target.AtLeast(2);
    assertTrue(target.isMet(Unit.ELEMENTS_PER_SECOND, 200, 100));
    assertFalse(target.isMet(Unit.ELEMENTS_PER_SECOND, 199, 100));
  }

  @Test
  void lessTimeIsBetter() {
    Target target = new Target.AtLeast(2);
    assertTrue(target.isMet(Unit.SECONDS, 1, 2));
    assertFalse(target.isMet(Unit.SECONDS, 1.1, 2));
  }

  @Test
  void timesHaveLimits() {
    assertTrue(new Target.NoLongerThan(1.5).isMet(Unit.MILLISECONDS, 3, 2));
    assertFalse(new Target.NoLongerThan(1.5).isMet(Unit.MILLISECONDS, 3.1, 2));
    assertTrue(new Target.Within(0.5).isMet(Unit.SECONDS, 2.5, 2));
    assertFalse(new Target.Within(0.5).isMet(Unit.SECONDS, 2.6, 2));
    assertTrue(new Target.Below(3).isMet(Unit.SECONDS, 2.9, 1));
    assertFalse(new Target.Below(3).isMet(Unit.SECONDS, 3, 9));
  }

  @Test
  void rocksDbHasTargetsOfItsOwn() {
    assertEquals(
        new Target.AtLeast(1.2),
        Targets.of(SizedWorkload.usual(Workload.FIXED_SUM), Setting.HEAP).get(Subject.FLINK));
    assertEquals(
        new Target.AtLeast(1.5),
        Targets.of(SizedWorkload.usual(Workload.FIXED_SUM), Setting.ROCKSDB).get(Subject.FLINK));
    assertEquals(
        new Target.AtLeast(1),
        Targets.of(SizedWorkload.usual(Workload.PARDO_KV), Setting.ROCKSDB).get(Subject.FLINK));
  }

  @Test
  void eachRowOfTheTableHasATargetAgainstHandWrittenFlink() {
    for (Setting setting : Setting.values()) {
      Arrays.stream(Workload.values())
          .filter(setting::isInTableWith)
          .forEach(
              workload ->
                  assertTrue(
                      Targets.of(SizedWorkload.usual(workload), setting).containsKey(Subject.FLINK),
                      workload::id));
    }
  }
}
