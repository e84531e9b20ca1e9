package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.timer.TimerOperator.Act;
import dev.beamflink.translation.runtime.timer.TimerOperator.Fired;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Checkpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * Runs a {@link TimerOperator} at some parallelism, snapshots it and restores it at another. Checks
 * the invariants of output watermarks all along.
 */
final class TimerTester implements AutoCloseable {

  private static final int MAX_PARALLELISM = 16;

  private final Checkpoints checkpoints = new Checkpoints();
  private Backend backend;
  private final List<Fired> fired = new ArrayList<>();
  private List<Subtask> subtasks = new ArrayList<>();
  private TimerOperator.Factory factory;
  private long clock;

  TimerTester(Backend backend, TimerOperator.Factory factory) throws Exception {
    this.backend = backend;
    this.factory = factory;
    subtasks.add(new Subtask(1, 0));
    subtasks.get(0).harness.open();
  }

  /** Sends an element that does something with the timers of its key. */
  void act(String key, Consumer<TimerStore> action) throws Exception {
    EncodedKey encoded = TimerOperator.key(key);
    Subtask subtask =
        subtasks.get(
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                encoded, MAX_PARALLELISM, subtasks.size()));
    subtask.harness.processElement(new StreamRecord<>(new Act(encoded, action)));
    collect();
  }

  /** Sends a watermark (Beam's) to all subtasks. */
  void watermark(Instant watermark) throws Exception {
    for (Subtask subtask : subtasks) {
      long flinkWatermark = BeamTime.toFlinkWatermark(watermark);
      if (flinkWatermark == Long.MAX_VALUE) {
        subtask.harness.processWatermark(new Watermark(BeamTime.NATURAL_END));
      }
      subtask.harness.processWatermark(new Watermark(flinkWatermark));
      subtask.inputWatermark = watermark;
    }
    collect();
  }

  void watermark(long millis) throws Exception {
    watermark(new Instant(millis));
  }

  void endOfTime() throws Exception {
    watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  void processingTime(long millis) throws Exception {
    clock = millis;
    for (Subtask subtask : subtasks) {
      subtask.harness.setProcessingTime(millis);
    }
    collect();
  }

  /** Goes on from a snapshot with other subtasks, perhaps more or fewer. */
  void restore(int parallelism) throws Exception {
    restore(parallelism, factory);
  }

  void restore(int parallelism, TimerOperator.Factory newFactory) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    checkpoints.begin();
    for (Subtask subtask : subtasks) {
      states.add(checkpoints.take(subtask.harness));
    }
    factory = newFactory;
    restore(parallelism, states);
  }

  /** Goes on from a savepoint with another backend. */
  void moveTo(Backend other, int parallelism) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    checkpoints.begin();
    for (Subtask subtask : subtasks) {
      states.add(checkpoints.takeCanonical(subtask.harness));
    }
    backend = other;
    restore(parallelism, states);
  }

  private void restore(int parallelism, List<OperatorSubtaskState> states) throws Exception {
    close();
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      Subtask subtask = new Subtask(parallelism, index);
      subtasks.add(subtask);
      subtask.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, states.size(), parallelism, index));
      subtask.harness.open();
    }
  }

  /** What has fired since this was asked last, as {@code key:timer@time}. */
  List<String> fired() {
    return takeFired().stream()
        .map(
            one ->
                one.key()
                    + ":"
                    + one.timer().getTimerFamilyId()
                    + one.timer().getTimerId()
                    + "@"
                    + one.timer().getTimestamp().getMillis())
        .toList();
  }

  List<Fired> takeFired() {
    List<Fired> taken = List.copyOf(fired);
    fired.clear();
    return taken;
  }

  /** The least output watermark of all subtasks. */
  Instant outputWatermark() {
    return subtasks.stream()
        .map(subtask -> subtask.operator().outputWatermark().current())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  long holds() {
    return subtasks.stream()
        .mapToLong(subtask -> subtask.operator().outputWatermark().holds().size())
        .sum();
  }

  long earliestHoldMillis() {
    return subtasks.stream()
        .mapToLong(subtask -> subtask.operator().outputWatermark().holds().minMillis())
        .min()
        .orElseThrow();
  }

  /** Entries in Flink's queues. */
  int queued() {
    return subtasks.stream()
        .mapToInt(
            subtask ->
                subtask.harness.numEventTimeTimers() + subtask.harness.numProcessingTimeTimers())
        .sum();
  }

  boolean hasPendingProcessingTimeTimers() {
    return subtasks.stream()
        .anyMatch(subtask -> subtask.operator().timers().hasPendingProcessingTimeTimers());
  }

  /** Clears the processing-time timers of a namespace that is over. */
  void clearProcessingTimeTimers(StateNamespace over) throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.operator().timers().clearProcessingTimeTimers(over::equals);
    }
  }

  /** What must be true when no timer is left. */
  void assertEmpty() {
    assertEquals(0, queued(), "entries in Flink's queues");
    assertEquals(0, holds(), "holds");
    assertEquals(false, hasPendingProcessingTimeTimers(), "pending processing time");
    if (backend == Backend.HASH_MAP) {
      subtasks.forEach(
          subtask -> assertEquals(0, subtask.harness.numKeyedStateEntries(), "keyed state"));
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

  private final class Subtask {

    private final KeyedOneInputStreamOperatorTestHarness<EncodedKey, Act, Fired> harness;
    private Instant inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    private long emittedWatermark = Long.MIN_VALUE;

    private Subtask(int parallelism, int index) throws Exception {
      KeySelector<Act, EncodedKey> keys = Act::key;
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              factory,
              keys,
              EncodedKeyTypeInformation.of(ByteArrayCoder.of()),
              MAX_PARALLELISM,
              parallelism,
              index);
      harness.setStateBackend(backend.create());
      harness.setProcessingTime(clock);
    }

    private TimerOperator operator() {
      return (TimerOperator) harness.getOperator();
    }

    private void collect() {
      for (Object one : harness.getOutput()) {
        if (one instanceof Watermark watermark) {
          assertTrue(watermark.getTimestamp() > emittedWatermark, "watermark without progress");
          emittedWatermark = watermark.getTimestamp();
        } else {
          fired.add((Fired) ((StreamRecord<?>) one).getValue());
        }
      }
      harness.getOutput().clear();
      assertEquals(
          emittedWatermark,
          BeamTime.toFlinkWatermark(operator().outputWatermark().current()),
          "watermark emitted and kept");
      assertTrue(
          !operator().outputWatermark().current().isAfter(inputWatermark),
          "output watermark ahead of input");
    }
  }
}
