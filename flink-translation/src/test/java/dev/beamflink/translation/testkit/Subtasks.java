package dev.beamflink.translation.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * The subtasks of one operator under test, which can be snapshot and restored at another
 * parallelism. Checks all along that output watermarks advance, and never past the input's; and
 * that the operator has the states that it had when it opened, no more and no fewer.
 */
public final class Subtasks<T> implements Interruption.Interruptible, AutoCloseable {

  public static final int MAX_PARALLELISM = 16;

  /** Makes the harness of a subtask, set up but not open. */
  @FunctionalInterface
  public interface Maker<T> {
    OneInputStreamOperatorTestHarness<T, WindowedValue<Object>> make(int parallelism, int index)
        throws Exception;
  }

  private final Maker<T> maker;
  private final Checkpoints checkpoints = new Checkpoints();
  private final List<WindowedValue<Object>> output = new ArrayList<>();
  private List<Subtask> subtasks = new ArrayList<>();
  private Set<String> statesWhenOpened = Set.of();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private long clock;
  private boolean drained;

  private Subtasks(Maker<T> maker) {
    this.maker = maker;
  }

  /** One subtask, without state. */
  public static <T> Subtasks<T> open(Maker<T> maker) throws Exception {
    Subtasks<T> subtasks = new Subtasks<>(maker);
    subtasks.subtasks.add(subtasks.new Subtask(1, 0));
    subtasks.subtasks.get(0).harness.open();
    subtasks.statesWhenOpened = subtasks.subtasks.get(0).states();
    return subtasks;
  }

  /**
   * Processes an element.
   *
   * @param index answers the subtask that the element is for, by the parallelism
   */
  public void element(T element, Function<Integer, Integer> index) throws Exception {
    subtasks.get(index.apply(subtasks.size())).process(new StreamRecord<>(element));
    collect();
  }

  /** Sends a watermark (Beam's) to all subtasks; its end as input that ends by itself. */
  public void watermark(Instant next) throws Exception {
    watermark = next;
    long flinkWatermark = BeamTime.toFlinkWatermark(next);
    if (flinkWatermark == Long.MAX_VALUE) {
      send(BeamTime.NATURAL_END);
    }
    send(flinkWatermark);
  }

  /**
   * Ends the job as a drain does: the last watermark comes unannounced, unless the input is at its
   * end, and the input ends.
   */
  public void drain() throws Exception {
    watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    drained = true;
    send(Long.MAX_VALUE);
    endInput();
  }

  /** Sends the last watermark as it may come after a restore. */
  public void unannouncedEnd() throws Exception {
    watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    send(Long.MAX_VALUE);
  }

  private void send(long flinkWatermark) throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.processWatermark(new Watermark(flinkWatermark));
    }
    collect();
  }

  public void processingTime(long millis) throws Exception {
    clock = millis;
    for (Subtask subtask : subtasks) {
      subtask.harness.setProcessingTime(millis);
    }
    collect();
  }

  public void endInput() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.endInput();
    }
    collect();
  }

  @Override
  public void snapshot() throws Exception {
    checkpoints.begin();
    for (Subtask subtask : subtasks) {
      subtask.snapshot();
    }
    collect();
  }

  @Override
  public void restore(int parallelism) throws Exception {
    restoreWithoutWatermark(parallelism);
    if (watermark.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)) {
      watermark(watermark); // as the sources do after a restore
    }
  }

  /** Goes on from a snapshot; no source has sent its watermark again so far. */
  public void restoreWithoutWatermark(int parallelism) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    checkpoints.begin();
    for (int index = 0; index < states.length; index++) {
      states[index] = subtasks.get(index).snapshot();
    }
    collect();
    close();
    OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(states);
    subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      Subtask subtask = new Subtask(parallelism, index);
      subtasks.add(subtask);
      subtask.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, states.length, parallelism, index));
      subtask.harness.open();
    }
  }

  /** What has come out since the last call. */
  public List<WindowedValue<Object>> takeOutput() {
    List<WindowedValue<Object>> taken = List.copyOf(output);
    output.clear();
    return taken;
  }

  /** The least output watermark of all subtasks (Beam's). */
  public Instant outputWatermark() {
    return subtasks.stream()
        .map(subtask -> BeamTime.fromFlinkWatermark(subtask.emittedWatermark))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * How many entries keyed state has. What an entry is depends on the backend, unless there is
   * none.
   */
  public int stateEntries() {
    int entries = 0;
    for (Subtask subtask : subtasks) {
      AbstractStreamOperator<?> operator =
          (AbstractStreamOperator<?>) subtask.harness.getOperator();
      if (operator.getKeyedStateBackend() instanceof AbstractKeyedStateBackend<?> keyed) {
        entries += keyed.numKeyValueStateEntries();
      }
    }
    return entries;
  }

  /** Lets time run to its end; then neither timers nor holds must be left. */
  public void finish() throws Exception {
    watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
    processingTime(Long.MAX_VALUE - 1);
    assertNothingPending();
  }

  /** Nothing is left that could run later or holds the watermark. */
  public void assertNothingPending() {
    assertEquals(BoundedWindow.TIMESTAMP_MAX_VALUE, outputWatermark(), "nothing holds");
    for (Subtask subtask : subtasks) {
      assertEquals(0, subtask.harness.numEventTimeTimers(), "event-time timers");
      assertEquals(0, subtask.harness.numProcessingTimeTimers(), "processing-time timers");
    }
  }

  /** The harness of each subtask. */
  public List<OneInputStreamOperatorTestHarness<T, WindowedValue<Object>>> harnesses() {
    return subtasks.stream().map(subtask -> subtask.harness).toList();
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

    private final OneInputStreamOperatorTestHarness<T, WindowedValue<Object>> harness;
    private long emittedWatermark = Long.MIN_VALUE;

    private Subtask(int parallelism, int index) throws Exception {
      harness = maker.make(parallelism, index);
      harness.setProcessingTime(clock);
    }

    /**
     * Tells the operator of the key as a task does; the harness bypasses what operators override.
     */
    @SuppressWarnings("unchecked") // the harness is made for such operators
    private void process(StreamRecord<T> element) throws Exception {
      ((Input<T>) harness.getOperator()).setKeyContextElement(element);
      harness.processElement(element);
    }

    private OperatorSubtaskState snapshot() throws Exception {
      OperatorSubtaskState state = checkpoints.take(harness);
      if (isOnTheHeap()) {
        assertEquals(statesWhenOpened, StateNames.of(state), "states");
      }
      return state;
    }

    private Set<String> states() throws Exception {
      return isOnTheHeap() ? StateNames.of(checkpoints.take(harness)) : Set.of();
    }

    private boolean isOnTheHeap() {
      KeyedStateBackend<?> backend =
          ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend();
      return backend instanceof HeapKeyedStateBackend;
    }

    private void collect() {
      for (Object one : harness.getOutput()) {
        if (one instanceof Watermark next) {
          assertTrue(next.getTimestamp() > emittedWatermark, "watermark without progress");
          assertTrue(
              next.getTimestamp() <= BeamTime.toFlinkWatermark(watermark),
              "output watermark ahead of input");
          if (next.getTimestamp() == Long.MAX_VALUE) {
            assertEquals(
                drained, BeamTime.isDrain(emittedWatermark, Long.MAX_VALUE), "tells of the drain");
          }
          emittedWatermark = next.getTimestamp();
        } else if (one instanceof StreamRecord<?> record) {
          take(record.getValue());
        }
      }
      harness.getOutput().clear();
    }

    @SuppressWarnings("unchecked") // all that the operator emits
    private void take(Object element) {
      output.add((WindowedValue<Object>) element);
    }
  }
}
