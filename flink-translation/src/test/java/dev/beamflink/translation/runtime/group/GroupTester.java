package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.LateDataDroppingDoFnRunner;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * Runs a {@link GroupByKeyOperator} at some parallelism, snapshots it and restores it at another.
 * Keys are strings. Checks the invariants of output watermarks all along.
 */
final class GroupTester implements AutoCloseable {

  private static final int MAX_PARALLELISM = 16;

  /** Where state is kept. */
  enum Backend {
    HASH_MAP,
    ROCKS_DB;

    private StateBackend create() {
      return this == HASH_MAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  private final Backend backend;
  private final List<WindowedValue<Object>> panes = new ArrayList<>();
  private List<Subtask> subtasks = new ArrayList<>();
  private GroupSpec spec;
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private long clock;

  GroupTester(Backend backend, GroupSpec spec) throws Exception {
    this.backend = backend;
    this.spec = spec;
    subtasks.add(new Subtask(1, 0));
    subtasks.get(0).harness.open();
  }

  void element(String key, WindowedValue<Object> value) throws Exception {
    EncodedKey encoded = encode(key);
    Subtask subtask =
        subtasks.get(
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                encoded, MAX_PARALLELISM, subtasks.size()));
    subtask.harness.processElement(new StreamRecord<>(new KeyedElement<>(encoded, value)));
    collect();
  }

  /** Sends a watermark (Beam's) to all subtasks. */
  void watermark(Instant next) throws Exception {
    watermark = next;
    for (Subtask subtask : subtasks) {
      subtask.harness.processWatermark(new Watermark(BeamTime.toFlinkWatermark(next)));
    }
    collect();
  }

  void processingTime(long millis) throws Exception {
    clock = millis;
    for (Subtask subtask : subtasks) {
      subtask.harness.setProcessingTime(millis);
    }
    collect();
  }

  /** Takes a snapshot and goes on without using it. */
  void snapshot() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.snapshot(1, 1);
    }
  }

  /** Goes on from a snapshot with other subtasks, perhaps more or fewer. */
  void restore(int parallelism) throws Exception {
    restore(parallelism, spec);
  }

  /** The same, as another group. */
  void restore(int parallelism, GroupSpec newSpec) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    for (int index = 0; index < states.length; index++) {
      states[index] = subtasks.get(index).harness.snapshot(1, 1);
    }
    close();
    OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(states);
    spec = newSpec;
    subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      Subtask subtask = new Subtask(parallelism, index);
      subtasks.add(subtask);
      subtask.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, states.length, parallelism, index));
      subtask.harness.open();
    }
    if (watermark.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)) {
      watermark(watermark); // as the sources do after a restore
    }
  }

  List<WindowedValue<Object>> takePanes() {
    List<WindowedValue<Object>> taken = List.copyOf(panes);
    panes.clear();
    return taken;
  }

  /** The least output watermark of all subtasks (Beam's). */
  Instant outputWatermark() {
    return subtasks.stream()
        .map(subtask -> BeamTime.fromFlinkWatermark(subtask.emittedWatermark))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** How many elements were dropped as late, since the last restore. */
  long droppedAsLate() {
    MetricName name =
        MetricName.named(
            LateDataDroppingDoFnRunner.class, LateDataDroppingDoFnRunner.DROPPED_DUE_TO_LATENESS);
    return subtasks.stream()
        .mapToLong(
            subtask ->
                subtask
                    .metrics()
                    .metrics()
                    .getContainer(spec.transformName())
                    .getCounter(name)
                    .getCumulative())
        .sum();
  }

  /** How many keyed states the first subtask has opened. */
  int states() {
    return ((AbstractKeyedStateBackend<?>)
            subtasks.get(0).harness.getOperator().getKeyedStateBackend())
        .numKeyValueStatesByName();
  }

  /** Lets time run to its end; then nothing must be left. */
  void finish() throws Exception {
    watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
    processingTime(Long.MAX_VALUE - 1);
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, outputWatermark(), "nothing holds");
    for (Subtask subtask : subtasks) {
      assertEquals(0, subtask.harness.numEventTimeTimers(), "event-time timers");
      assertEquals(0, subtask.harness.numProcessingTimeTimers(), "processing-time timers");
      if (backend == Backend.HASH_MAP) {
        assertEquals(0, subtask.harness.numKeyedStateEntries(), "keyed state");
      }
    }
  }

  private void collect() {
    subtasks.forEach(Subtask::collect);
  }

  @Override
  public void close() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.close();
    }
  }

  private static EncodedKey encode(String key) throws Exception {
    return EncodedKey.encode(StringUtf8Coder.of(), key);
  }

  @SuppressWarnings("unchecked") // a string is an object
  static Coder<Object> keyCoder() {
    return (Coder<Object>) (Coder<?>) StringUtf8Coder.of();
  }

  private final class Subtask {

    private final KeyedOneInputStreamOperatorTestHarness<
            EncodedKey, KeyedElement<Object>, WindowedValue<Object>>
        harness;
    private long emittedWatermark = Long.MIN_VALUE;

    private Subtask(int parallelism, int index) throws Exception {
      KeySelector<KeyedElement<Object>, EncodedKey> keys = KeyedElement::key;
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new GroupByKeyOperatorFactory(spec),
              keys,
              EncodedKeyTypeInformation.INSTANCE,
              MAX_PARALLELISM,
              parallelism,
              index);
      harness.setStateBackend(backend.create());
      harness.setup(new EdgeSerializer<>(WindowedValueCoder.of(keyCoder(), spec.windowCoder())));
      harness.setProcessingTime(clock);
    }

    private MetricsAccumulator metrics() {
      return (MetricsAccumulator)
          (Object)
              harness
                  .getOperator()
                  .getRuntimeContext()
                  .getAccumulator(
                      MetricsAccumulator.NAME_PREFIX + harness.getOperator().getOperatorID());
    }

    private void collect() {
      for (Object one : harness.getOutput()) {
        if (one instanceof Watermark next) {
          assertTrue(next.getTimestamp() > emittedWatermark, "watermark without progress");
          assertTrue(
              next.getTimestamp() <= BeamTime.toFlinkWatermark(watermark),
              "output watermark ahead of input");
          emittedWatermark = next.getTimestamp();
        } else {
          take(((StreamRecord<?>) one).getValue());
        }
      }
      harness.getOutput().clear();
    }

    @SuppressWarnings("unchecked") // all that the operator emits
    private void take(Object pane) {
      panes.add((WindowedValue<Object>) pane);
    }
  }
}
