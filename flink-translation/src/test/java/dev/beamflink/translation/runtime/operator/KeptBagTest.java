package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Subtasks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** A DoFn that keeps what it read of bags, each of 36 MiB, after it cleared them. */
class KeptBagTest {

  private static final int READ = 0;
  private static final int FILL = 36; // values of 1 MiB: more than are read at once in any heap

  @Test
  void valuesAreThereInLaterBundles() throws Exception {
    StatefulStage stage =
        StatefulStage.of(
            new Keeper(),
            Window.into(new GlobalWindows()),
            PlanMode.STREAMING,
            new BundleLimits(1_000, 1_000));
    try (Subtasks<KeyedElement<Object>> subtasks = stage.open(Backend.ROCKS_DB)) {
      stage.process(new StatefulStage.Element("a", FILL, 1), subtasks);
      stage.process(new StatefulStage.Element("b", FILL, 2), subtasks);
      stage.process(new StatefulStage.Element("c", READ, 3), subtasks);
      subtasks.snapshot();
      assertEquals(
          List.of("a has 36, b has 36", "a has 36, b has 36, at the end"), taken(subtasks));
      stage.process(new StatefulStage.Element("a", FILL, 4), subtasks);
      stage.process(new StatefulStage.Element("c", READ, 5), subtasks);
      subtasks.snapshot();
      assertEquals(
          List.of("a has 36, b has 36", "a has 36, b has 36, at the end"), taken(subtasks));
      subtasks.restore(1);
      stage.process(new StatefulStage.Element("c", READ, 6), subtasks);
      subtasks.snapshot();
      assertEquals(List.of("", ", at the end"), taken(subtasks));
    }
  }

  private static List<Object> taken(Subtasks<?> subtasks) {
    return subtasks.takeOutput().stream().map(WindowedValue::getValue).toList();
  }

  private static final class Keeper extends DoFn<KV<String, Integer>, String> {

    private static final long serialVersionUID = 1L;
    private static final String VALUES = "values";

    @StateId(VALUES)
    private final StateSpec<BagState<String>> values = StateSpecs.bag(StringUtf8Coder.of());

    private transient Map<String, Iterable<String>> kept;

    @Setup
    public void setUp() {
      kept = new TreeMap<>();
    }

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId(VALUES) BagState<String> bag,
        OutputReceiver<String> output) {
      if (element.getValue() == READ) {
        output.output(counts());
        return;
      }
      for (int i = 0; i < element.getValue(); i++) {
        bag.add(element.getKey() + "-".repeat(1 << 20));
      }
      kept.put(element.getKey(), bag.read());
      bag.clear();
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      context.output(counts() + ", at the end", new Instant(0), GlobalWindow.INSTANCE);
    }

    private String counts() {
      StringBuilder counts = new StringBuilder();
      kept.forEach(
          (key, all) -> {
            int count = 0;
            for (String value : all) {
              count += value.startsWith(key) ? 1 : 0;
            }
            counts.append(counts.isEmpty() ? "" : ", ").append(key).append(" has ").append(count);
          });
      return counts.toString();
    }
  }
}
