package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.testkit.Backend;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.junit.jupiter.api.Test;

/** Panes of 36 MiB that whoever got them keeps, on RocksDB. */
class KeptGroupTest {

  private static final int COUNT = 36; // values of 1 MiB: more than are read at once in any heap

  @Test
  void panesAreThereAfterTheNextOnes() throws Exception {
    List<WindowedValue<Object>> panes = new ArrayList<>();
    GroupTester tester = new GroupTester(Backend.ROCKS_DB, discarding(), Room.NONE);
    try (tester) {
      pane(tester, "a", '1');
      pane(tester, "b", '2');
      panes.addAll(tester.takePanes());
      assertAllThere(panes, "a1", "b2");
      tester.snapshot();
      assertAllThere(panes, "a1", "b2");
      pane(tester, "a", '3');
      pane(tester, "a", '4');
      panes.addAll(tester.takePanes());
      tester.snapshot();
      assertAllThere(panes, "a1", "b2", "a3", "a4");
      tester.restore(2);
      pane(tester, "a", '5');
      assertAllThere(tester.takePanes(), "a5");
    }
    for (WindowedValue<Object> pane : panes) {
      assertThrows(RuntimeException.class, () -> text(pane));
    }
  }

  private static GroupSpec discarding() {
    return Scenario.of(
            WindowingStrategy.of(new GlobalWindows())
                .withTrigger(Repeatedly.forever(AfterPane.elementCountAtLeast(COUNT)))
                .withMode(AccumulationMode.DISCARDING_FIRED_PANES),
            new Reduction.Buffering(strings()))
        .spec();
  }

  @SuppressWarnings("unchecked") // a string is an object
  private static Coder<Object> strings() {
    return (Coder<Object>) (Coder<?>) StringUtf8Coder.of();
  }

  private static void pane(GroupTester tester, String key, char value) throws Exception {
    for (int i = 0; i < COUNT; i++) {
      tester.element(
          key, WindowedValues.valueInGlobalWindow(String.valueOf(value).repeat(1 << 20)));
    }
  }

  private static void assertAllThere(List<WindowedValue<Object>> panes, String... expected) {
    assertEquals(List.of(expected), panes.stream().map(KeptGroupTest::text).toList());
  }

  /** The key, and what each of the values consists of. */
  private static String text(WindowedValue<Object> pane) {
    KV<?, ?> group = (KV<?, ?>) pane.getValue();
    int count = 0;
    char value = 0;
    for (Object found : (Iterable<?>) group.getValue()) {
      char first = ((String) found).charAt(0);
      if (count > 0 && first != value) {
        throw new AssertionError("values of two panes");
      }
      value = first;
      count++;
    }
    assertEquals(COUNT, count);
    return group.getKey().toString() + value;
  }
}
