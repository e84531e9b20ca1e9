package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** The layout of a group's state, which savepoints depend on. */
class GroupStatesTest {

  private static final WindowingStrategy<?, ?> DEFAULT = WindowingStrategy.globalDefault();

  @Test
  void whatEveryGroupHas() {
    assertEquals(List.of("values", "group", "holds"), ids(DEFAULT));
  }

  @Test
  @SuppressWarnings("unchecked") // its types are objects
  void combineHasTheSame() {
    GlobalCombineFn<Object, ?, ?> count = Count.combineFn();
    Reduction combining =
        new Reduction.Combining(
            (GlobalCombineFn<Object, Object, Object>) (GlobalCombineFn<?, ?, ?>) count,
            (Coder<Object>) (Coder<?>) VarLongCoder.of());
    assertEquals(ids(DEFAULT), ids(Scenario.of(DEFAULT, combining)));
  }

  @Test
  void triggersHaveNothingOfTheirOwn() {
    assertEquals(
        List.of("values", "group", "holds"),
        ids(
            DEFAULT
                .withMode(AccumulationMode.ACCUMULATING_FIRED_PANES)
                .withTrigger(
                    AfterWatermark.pastEndOfWindow()
                        .withEarlyFirings(AfterPane.elementCountAtLeast(1))
                        .withLateFirings(AfterProcessingTime.pastFirstElementInPane()))));
  }

  @Test
  void mergingWindowsHaveASetOfThem() {
    assertEquals(
        List.of("values", "group", "holds", "windows"),
        ids(WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(1)))));
  }

  private static List<String> ids(WindowingStrategy<?, ?> windowing) {
    return ids(Scenario.grouping(windowing));
  }

  private static List<String> ids(Scenario scenario) {
    return GroupStates.tags(scenario.spec()).stream().map(StateTag::getId).toList();
  }
}
