package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.function.ThrowingConsumer;
import org.joda.time.Instant;

/**
 * Lets the elements of a main input through when all side inputs of their window are ready; until
 * then they wait, each window of an element by itself, and hold the main input's watermark at their
 * timestamps. Side inputs hold it in no other way.
 *
 * <p>For STREAMING. Used in the task's thread only.
 */
public final class SideInputGate {

  private final SideInputs sideInputs;
  private final WaitingRoom waiting;
  private final ThrowingConsumer<WindowedValue<Object>, Exception> processor;
  private final Runnable lateElements;
  private final LongSupplier readersHold;

  private long mainWatermark = Long.MIN_VALUE;
  private long watermark = Long.MIN_VALUE;

  /**
   * @param processor takes the elements that are let through
   * @param lateElements is told of each element that is dropped
   * @param readersHold the earliest timestamp of an element that was let through and may still read
   *     side inputs, {@link WaitingRoom#NO_HOLD} for none
   */
  public SideInputGate(
      SideInputs sideInputs,
      WaitingRoom waiting,
      ThrowingConsumer<WindowedValue<Object>, Exception> processor,
      Runnable lateElements,
      LongSupplier readersHold) {
    this.sideInputs = sideInputs;
    this.waiting = waiting;
    this.processor = processor;
    this.lateElements = lateElements;
    this.readersHold = readersHold;
  }

  /** An element of the main input. */
  public void element(WindowedValue<Object> element) throws Exception {
    if (element.getWindows().size() == 1) {
      inOneWindow(element, element.getWindows().iterator().next());
    } else {
      for (BoundedWindow window : element.getWindows()) {
        inOneWindow(SingleWindow.of(element, window), window);
      }
    }
  }

  private void inOneWindow(WindowedValue<Object> element, BoundedWindow window) throws Exception {
    switch (sideInputs.readiness(window)) {
      case READY -> processor.accept(element);
      case WAITING -> waiting.add(element);
      case EXPIRED -> lateElements.run();
    }
  }

  /** A block of a side input; elements that were waiting for it are let through. */
  public void block(SideInputBlock block) throws Exception {
    sideInputs.add(block);
    if (block.endsPane()) {
      release();
    }
  }

  /** A side input's watermark; elements that were waiting for it are let through. */
  public void sideWatermark(int input, long flinkWatermark) throws Exception {
    sideInputs.advanceWatermark(input, flinkWatermark);
    release();
  }

  private void release() throws Exception {
    if (!waiting.isEmpty()) {
      waiting.release(window -> sideInputs.readiness(window) != Readiness.WAITING, processor);
      advance();
    }
  }

  /** The main input's watermark. */
  public void mainWatermark(long flinkWatermark) {
    mainWatermark = Math.max(mainWatermark, flinkWatermark);
    advance();
  }

  private void advance() {
    watermark = Math.max(watermark, held(mainWatermark, waiting.holdMillis()));
  }

  private static long held(long flinkWatermark, long holdMillis) {
    return holdMillis == WaitingRoom.NO_HOLD
        ? flinkWatermark
        : Math.min(flinkWatermark, BeamTime.toFlinkWatermark(Instant.ofEpochMilli(holdMillis)));
  }

  /** The main input's watermark behind which no element is left here, in Flink's terms. */
  public long watermark() {
    return watermark;
  }

  /**
   * The main input's watermark behind which no element is left that may read side inputs, in
   * Flink's terms; it may go back.
   */
  public long readWatermark() {
    return held(watermark, readersHold.getAsLong());
  }

  /** Whether a window of a side input can't be read any more by elements that come here. */
  public boolean hasExpired() {
    return sideInputs.firstExpiry() <= readWatermark();
  }

  /**
   * Forgets what no element can read any more.
   *
   * @param agreedWatermark the main input's watermark that all subtasks have reached
   */
  public void forget(long agreedWatermark) {
    sideInputs.dropExpired(agreedWatermark);
  }

  /** Whether elements are waiting. */
  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }
}
