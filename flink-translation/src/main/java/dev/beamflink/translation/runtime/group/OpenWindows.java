package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.SingleWindow;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the groups of windows that have not ended in memory, so that an element costs no state. All
 * of them go to state ahead of a checkpoint's barrier, and when they take too much room; those of a
 * window when it ends. A window whose groups are all here by then, and which ends for good, is
 * emitted from here, and state hears nothing of it.
 *
 * <p>That is invisible where nothing fires before the end of a window, windows do not merge, and
 * what waits here has the timestamp of its window's end, so that it holds no watermark. Task thread
 * only.
 */
final class OpenWindows implements AutoCloseable {

  /**
   * How much is kept here.
   *
   * @param inputs what a barrier has to wait for, if there are checkpoints
   * @param bytes about what they take in memory; all operators of a process have a limit as well
   */
  record Room(long inputs, long bytes) implements Serializable {

    /** Everything goes to state at once. */
    static final Room NONE = new Room(0, 0);

    private static final long INPUTS_WITH_CHECKPOINTS = 20_000;
    private static final int PART_OF_HEAP = 16;

    /** What one subtask may take. */
    static Room forSubtask(boolean checkpoints) {
      return new Room(
          checkpoints ? INPUTS_WITH_CHECKPOINTS : Long.MAX_VALUE,
          Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }
  }

  /** Where groups go. */
  interface Exit {

    /** Takes inputs of an open window, in the form in which they came. */
    void toState(EncodedKey key, BoundedWindow window, List<@Nullable Object> inputs);

    /** Takes an element of a window that is not open. */
    void late(EncodedKey key, WindowedValue<Object> element) throws Exception;

    /** Fires the timers of all keys up to a time, in Flink's terms. */
    void fireTimers(long flinkMillis) throws Exception;

    /** Takes the only pane of a key and window. */
    void emit(
        EncodedKey key, BoundedWindow window, @Nullable Object result, CausedByDrain causedByDrain);
  }

  /** More windows than that are not told apart. */
  private static final int MOST_WINDOWS_IN_STATE = 1_000;

  private final Room room;
  private final boolean endForGood;
  private final Gathering gathering;
  private final GroupTable table;
  private final SharedMemory memory = new SharedMemory();
  private final GroupCalls calls;
  private final Exit exit;

  /** Open windows of which something is in state. */
  private final Set<BoundedWindow> inState = new HashSet<>();

  /** Windows that end by then may be in state, too. */
  private long inStateUntil;

  private long flinkWatermark = Long.MIN_VALUE;

  private OpenWindows(
      WindowingStrategy<?, ?> windowing,
      Gathering gathering,
      Room room,
      long inStateUntil,
      GroupCalls calls,
      Exit exit) {
    this.room = room;
    this.endForGood = windowing.getAllowedLateness().equals(Duration.ZERO);
    this.gathering = gathering;
    this.table = new GroupTable(gathering);
    this.inStateUntil = inStateUntil;
    this.calls = calls;
    this.exit = exit;
  }

  /**
   * For the groups of an operator; empty if all of them belong in state.
   *
   * @param inStateUntil the latest end of a window of which there is state, in milliseconds, or
   *     later
   * @param calls run what may call the user's code
   */
  static Optional<OpenWindows> of(
      GroupSpec spec, Room room, long inStateUntil, GroupCalls calls, Exit exit) {
    WindowingStrategy<?, ?> windowing = spec.windowing();
    boolean invisible =
        !windowing.needsMerge()
            && windowing.getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW
            && firesAtEndFirst(windowing.getTrigger());
    return invisible
        ? Gathering.of(spec.reduction())
            .map(
                gathering -> new OpenWindows(windowing, gathering, room, inStateUntil, calls, exit))
        : Optional.empty();
  }

  private static boolean firesAtEndFirst(Trigger trigger) {
    return trigger instanceof DefaultTrigger
        || trigger instanceof AfterWatermark.FromEndOfWindow
        || (trigger instanceof AfterWatermark.AfterWatermarkEarlyAndLate both
            && both.getEarlyTrigger() instanceof Never.NeverTrigger);
  }

  /** Takes an element in all its windows. */
  void process(KeyedElement<Object> keyed) throws Exception {
    EncodedKey key = keyed.key();
    WindowedValue<Object> element = keyed.value();
    for (BoundedWindow window : element.getWindows()) {
      if (isOpen(window)) {
        calls.run(() -> table.add(key, window, element.getValue()));
      } else {
        exit.late(key, SingleWindow.of(element, window));
      }
    }
    if (isFull()) {
      flush();
    }
  }

  private boolean isOpen(BoundedWindow window) {
    return window.maxTimestamp().getMillis() > flinkWatermark;
  }

  private boolean isFull() {
    return table.inputs() > room.inputs()
        || table.bytes() > room.bytes()
        || !memory.cover(table.bytes());
  }

  /** All groups go to state. */
  void flush() {
    for (BoundedWindow window : table.windows()) {
      toState(window);
      inState.add(window);
    }
    memory.shrinkTo(0);
    if (inState.size() > MOST_WINDOWS_IN_STATE) {
      inState.forEach(
          window -> inStateUntil = Math.max(inStateUntil, window.maxTimestamp().getMillis()));
      inState.clear();
    }
  }

  private void toState(BoundedWindow window) {
    calls.run(
        () ->
            table.take(
                window, (key, gathered) -> exit.toState(key, window, gathering.inputs(gathered))));
  }

  /**
   * Windows end with a watermark that comes next, in Flink's terms: emits their groups, or hands
   * them to state, where timers fire then.
   *
   * @param causedByDrain whether that watermark is the last one of a job that drains
   */
  void endBy(long nextFlinkWatermark, CausedByDrain causedByDrain) throws Exception {
    for (BoundedWindow window : table.endingBy(nextFlinkWatermark)) {
      if (endForGood && !mayBeInState(window)) {
        // Those of windows that end earlier.
        exit.fireTimers(window.maxTimestamp().getMillis() - 1);
        calls.run(
            () ->
                table.take(
                    window,
                    (key, gathered) ->
                        exit.emit(key, window, gathering.result(gathered), causedByDrain)));
      } else {
        toState(window);
      }
    }
    flinkWatermark = Math.max(flinkWatermark, nextFlinkWatermark);
    inState.removeIf(window -> !isOpen(window));
    memory.shrinkTo(table.bytes());
  }

  private boolean mayBeInState(BoundedWindow window) {
    return window.maxTimestamp().getMillis() <= inStateUntil || inState.contains(window);
  }

  /** Gives the memory back; what is in it is lost. */
  @Override
  public void close() {
    memory.close();
  }
}
