package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.keyed.PaneRank;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Runs a {@link BatchGroupOperator}. Keys are strings. */
final class BatchGroupTester {

  private static final long MANAGED_MEMORY_BYTES = 4 << 20; // 4 MiB

  /** An element of the input. */
  record Element(String key, int value, long timestamp) {}

  private BatchGroupTester() {}

  static EncodedPair pair(WindowingStrategy<?, ?> windowing, Element element) {
    return pair(windowing, Scenario.integers(), element.key, element.value, element.timestamp);
  }

  /** The element as an on-time pane of another group. */
  static EncodedPair onTimePair(WindowingStrategy<?, ?> windowing, Element element) {
    EncodedPair pair = pair(windowing, element);
    return new EncodedPair(pair.key(), PaneRank.AFTER_END_OF_WINDOW, pair.element());
  }

  static EncodedPair pair(
      WindowingStrategy<?, ?> windowing,
      Coder<Object> coder,
      String key,
      Object value,
      long timestamp) {
    try {
      return new EncodedPair(
          EncodedKey.encode(StringUtf8Coder.of(), key),
          PaneRank.BEFORE_END_OF_WINDOW,
          CoderUtils.encodeToByteArray(
              WindowedValueCoder.of(coder, windowing.getWindowFn().windowCoder()),
              Panes.element(windowing, value, timestamp)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The panes of a GroupByKey of integers in text, key by key. */
  static List<String> texts(WindowingStrategy<?, ?> windowing, Element... elements)
      throws Exception {
    return panes(
            Scenario.grouping(windowing).spec(),
            Arrays.stream(elements).map(element -> pair(windowing, element)).toList())
        .stream()
        .sorted(Comparator.comparing(pane -> ((KV<?, ?>) pane.getValue()).getKey().toString()))
        .map(Panes::text)
        .toList();
  }

  /** What a group of integers emits. */
  static List<WindowedValue<Object>> panes(GroupSpec spec, List<EncodedPair> input)
      throws Exception {
    return panes(spec, Scenario.integers(), input);
  }

  static List<WindowedValue<Object>> panes(
      GroupSpec spec, Coder<Object> coder, List<EncodedPair> input) throws Exception {
    List<WindowedValue<Object>> panes = new ArrayList<>();
    run(spec, coder, input, harness -> panes.addAll(harness.extractOutputValues()));
    return panes;
  }

  /** What to look at when all input was taken. */
  interface Ending {
    void inspect(OneInputStreamOperatorTestHarness<EncodedPair, WindowedValue<Object>> harness)
        throws Exception;
  }

  /** Runs a group, which ends or fails, and checks that no file is left of it. */
  static void run(GroupSpec spec, Coder<Object> coder, List<EncodedPair> input, Ending ending)
      throws Exception {
    try (MockEnvironment environment =
        new MockEnvironmentBuilder().setManagedMemorySize(MANAGED_MEMORY_BYTES).build()) {
      try {
        run(spec, coder, input, ending, environment);
      } finally {
        for (File directory : environment.getIOManager().getSpillingDirectories()) {
          assertArrayEquals(new String[0], directory.list());
        }
      }
    }
  }

  private static void run(
      GroupSpec spec,
      Coder<Object> coder,
      List<EncodedPair> input,
      Ending ending,
      MockEnvironment environment)
      throws Exception {
    BatchGroupSpec batchSpec =
        new BatchGroupSpec(spec, WindowedValueCoder.of(coder, spec.windowCoder()));
    try (OneInputStreamOperatorTestHarness<EncodedPair, WindowedValue<Object>> harness =
        new OneInputStreamOperatorTestHarness<>(
            new BatchGroupOperatorFactory(batchSpec), environment)) {
      harness
          .getStreamConfig()
          .setManagedMemoryFractionOperatorOfUseCase(ManagedMemoryUseCase.OPERATOR, 1.0);
      harness.setup(
          new EdgeSerializer<>(WindowedValueCoder.of(GroupTester.keyCoder(), spec.windowCoder())));
      harness.open();
      for (EncodedPair pair : input) {
        harness.processElement(new StreamRecord<>(pair));
      }
      harness.endInput();
      ending.inspect(harness);
    }
  }
}
