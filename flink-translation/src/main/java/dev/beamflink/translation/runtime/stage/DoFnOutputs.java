package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one DoFn: finds the receiver of a tag and fills in what the user did not say from
 * the element or timer being processed.
 */
final class DoFnOutputs {

  private final TupleTag<?> mainTag;
  private final Receiver main;
  private final Map<TupleTag<?>, Receiver> byTag;
  private final Map<TupleTag<?>, Coder<?>> coders;
  private final TimestampSkew skew;

  /** Timestamp, windows and pane of what is being processed; set around each call. */
  private @Nullable WindowedValue<?> current;

  private boolean withoutTimestamp;

  /**
   * @param byTag a receiver for every declared output, consumed or not
   * @param coders coders of the declared outputs, for row receivers
   */
  DoFnOutputs(
      TupleTag<?> mainTag,
      Map<TupleTag<?>, Receiver> byTag,
      Map<TupleTag<?>, Coder<?>> coders,
      TimestampSkew skew) {
    this.mainTag = mainTag;
    this.byTag = byTag;
    this.coders = coders;
    this.skew = skew;
    this.main = receiverOf(mainTag);
  }

  /** Sets what outputs inherit from; null between calls. */
  void setCurrent(@Nullable WindowedValue<?> metadata) {
    current = metadata;
    withoutTimestamp = false;
  }

  /** A timer without output timestamp fires: whatever it outputs would have none either. */
  void setCurrentWithoutTimestamp() {
    current = null;
    withoutTimestamp = true;
  }

  WindowedValue<?> current() {
    WindowedValue<?> metadata = current;
    if (withoutTimestamp) {
      throw new IllegalArgumentException(
          "Cannot output with timestamp of a timer that was set withNoOutputTimestamp(). Set it with"
              + " an output timestamp.");
    }
    if (metadata == null) {
      throw new IllegalStateException(
          "Output outside of a call: an output receiver or context must not be kept beyond the"
              + " method it was given to");
    }
    return metadata;
  }

  TupleTag<?> mainTag() {
    return mainTag;
  }

  Map<TupleTag<?>, Coder<?>> coders() {
    return coders;
  }

  void output(@Nullable Object value) {
    main.receive(value, current());
  }

  void output(TupleTag<?> tag, @Nullable Object value) {
    output(receiverOf(tag), value);
  }

  /**
   * @param receiver one that {@link #receiverOf} has answered
   */
  void output(Receiver receiver, @Nullable Object value) {
    receiver.receive(value, current());
  }

  void outputWithTimestamp(TupleTag<?> tag, @Nullable Object value, Instant timestamp) {
    outputWithTimestamp(receiverOf(tag), value, timestamp);
  }

  void outputWithTimestamp(Receiver receiver, @Nullable Object value, Instant timestamp) {
    WindowedValue<?> from = current();
    skew.check(from.getTimestamp(), timestamp);
    WindowedValue<?> element =
        WindowedValues.of(
            value,
            timestamp,
            from.getWindows(),
            from.getPaneInfo(),
            from.getRecordId(),
            from.getRecordOffset(),
            from.causedByDrain());
    receiver.receive(value, element);
  }

  void outputWindowed(
      TupleTag<?> tag,
      @Nullable Object value,
      Instant timestamp,
      Collection<? extends BoundedWindow> windows,
      PaneInfo pane) {
    WindowedValue<?> from = current();
    skew.check(from.getTimestamp(), timestamp);
    emit(
        tag,
        WindowedValues.of(
            value,
            timestamp,
            windows,
            pane,
            from.getRecordId(),
            from.getRecordOffset(),
            from.causedByDrain()));
  }

  void outputWindowed(TupleTag<?> tag, WindowedValue<?> element) {
    outputWindowed(receiverOf(tag), element);
  }

  void outputWindowed(Receiver receiver, WindowedValue<?> element) {
    skew.check(current().getTimestamp(), element.getTimestamp());
    receiver.receive(element.getValue(), element);
  }

  /** Emits without a current element, as {@code @FinishBundle} does. */
  void emit(TupleTag<?> tag, WindowedValue<?> element) {
    receiverOf(tag).receive(element.getValue(), element);
  }

  /**
   * What takes the elements of an output.
   *
   * @throws IllegalArgumentException when the output is not declared
   */
  Receiver receiverOf(TupleTag<?> tag) {
    Receiver receiver = byTag.get(tag);
    if (receiver == null) {
      throw new IllegalArgumentException(
          "Unknown output tag '%s': declared are %s. Name it in ParDo.withOutputTags."
              .formatted(tag.getId(), byTag.keySet()));
    }
    return receiver;
  }
}
