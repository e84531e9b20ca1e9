package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import dev.beamflink.translation.testkit.Subtasks;
import java.util.List;
import org.apache.beam.runners.core.LateDataDroppingDoFnRunner;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * Runs a {@link GroupByKeyOperator} at some parallelism, snapshots it and restores it at another.
 * Keys are strings. Checks the invariants of output watermarks all along.
 */
final class GroupTester implements Interruption.Interruptible, AutoCloseable {

  private final Backend backend;
  private final Subtasks<KeyedElement<Object>> subtasks;
  private final Maker maker;
  private GroupSpec spec;

  /** Makes the operator. */
  @FunctionalInterface
  interface Maker {
    OneInputStreamOperatorFactory<KeyedElement<Object>, WindowedValue<Object>> of(GroupSpec spec);
  }

  GroupTester(Backend backend, GroupSpec spec) throws Exception {
    this(backend, spec, Room.forSubtask(true));
  }

  /** With room for groups in memory. */
  GroupTester(Backend backend, GroupSpec spec, Room room) throws Exception {
    this(backend, spec, newSpec -> new GroupByKeyOperatorFactory(newSpec, room));
  }

  /** With an operator in place of ours. */
  GroupTester(Backend backend, GroupSpec spec, Maker maker) throws Exception {
    this.backend = backend;
    this.spec = spec;
    this.maker = maker;
    this.subtasks = Subtasks.open(this::harness);
  }

  private OneInputStreamOperatorTestHarness<KeyedElement<Object>, WindowedValue<Object>> harness(
      int parallelism, int index) throws Exception {
    KeySelector<KeyedElement<Object>, EncodedKey> keys = KeyedElement::key;
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            maker.of(spec),
            keys,
            EncodedKeyTypeInformation.of(ByteArrayCoder.of()),
            Subtasks.MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend.create());
    harness.setup(new EdgeSerializer<>(WindowedValueCoder.of(keyCoder(), spec.windowCoder())));
    return harness;
  }

  void element(String key, WindowedValue<Object> value) throws Exception {
    EncodedKey encoded = encode(key);
    subtasks.element(
        new KeyedElement<>(encoded, value),
        parallelism ->
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                encoded, Subtasks.MAX_PARALLELISM, parallelism));
  }

  /** Sends a watermark (Beam's) to all subtasks. */
  void watermark(Instant next) throws Exception {
    subtasks.watermark(next);
  }

  void drain() throws Exception {
    subtasks.drain();
  }

  void processingTime(long millis) throws Exception {
    subtasks.processingTime(millis);
  }

  @Override
  public void snapshot() throws Exception {
    subtasks.snapshot();
  }

  @Override
  public void restore(int parallelism) throws Exception {
    subtasks.restore(parallelism);
  }

  /** Goes on from a snapshot; no source has sent its watermark again so far. */
  void restoreWithoutWatermark(int parallelism) throws Exception {
    subtasks.restoreWithoutWatermark(parallelism);
  }

  /** Goes on from a snapshot as another group. */
  void restore(int parallelism, GroupSpec newSpec) throws Exception {
    spec = newSpec;
    subtasks.restore(parallelism);
  }

  List<WindowedValue<Object>> takePanes() {
    return subtasks.takeOutput();
  }

  /** The least output watermark of all subtasks (Beam's). */
  Instant outputWatermark() {
    return subtasks.outputWatermark();
  }

  /** How many elements were dropped as late, since the last restore. */
  long droppedAsLate() {
    MetricName name =
        MetricName.named(
            LateDataDroppingDoFnRunner.class, LateDataDroppingDoFnRunner.DROPPED_DUE_TO_LATENESS);
    return subtasks.harnesses().stream()
        .mapToLong(
            harness ->
                metrics(harness)
                    .metrics()
                    .getContainer(spec.transformName())
                    .getCounter(name)
                    .getCumulative())
        .sum();
  }

  private static MetricsAccumulator metrics(OneInputStreamOperatorTestHarness<?, ?> harness) {
    AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
    return (MetricsAccumulator)
        (Object)
            operator
                .getRuntimeContext()
                .getAccumulator(MetricsAccumulator.NAME_PREFIX + operator.getOperatorID());
  }

  /** How many keyed states the first subtask has opened. */
  int states() {
    AbstractStreamOperator<?> operator =
        (AbstractStreamOperator<?>) subtasks.harnesses().get(0).getOperator();
    return ((AbstractKeyedStateBackend<?>) operator.getKeyedStateBackend())
        .numKeyValueStatesByName();
  }

  /** How many entries keyed state has. */
  int stateEntries() {
    return subtasks.stateEntries();
  }

  /** Lets time run to its end; then nothing must be left. */
  void finish() throws Exception {
    end();
    subtasks.snapshot(); // RocksDB removes timers in batches, which a snapshot writes
    assertEquals(0, subtasks.stateEntries(), "keyed state");
  }

  /** Lets time run to its end. */
  void end() throws Exception {
    subtasks.finish();
  }

  @Override
  public void close() throws Exception {
    subtasks.close();
  }

  private static EncodedKey encode(String key) throws Exception {
    return EncodedKey.encode(StringUtf8Coder.of(), key);
  }

  @SuppressWarnings("unchecked") // a string is an object
  static Coder<Object> keyCoder() {
    return (Coder<Object>) (Coder<?>) StringUtf8Coder.of();
  }
}
