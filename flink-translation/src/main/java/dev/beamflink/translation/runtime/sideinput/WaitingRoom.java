package dev.beamflink.translation.runtime.sideinput;

import java.util.function.Predicate;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * Elements of a main input that wait until the side inputs of their window are ready; in
 * checkpoints too. Used in the task's thread only.
 */
public interface WaitingRoom {

  /** The hold of no elements: later than every timestamp. */
  long NO_HOLD = Long.MAX_VALUE;

  /** Keeps an element that is in one window. */
  void add(WindowedValue<Object> element);

  boolean isEmpty();

  /** The earliest timestamp of a waiting element, in milliseconds of Beam's time. */
  long holdMillis();

  /** Hands out the elements of the windows that are ready now, in the order in which they came. */
  void release(
      Predicate<BoundedWindow> ready, ThrowingConsumer<WindowedValue<Object>, Exception> consumer)
      throws Exception;
}
