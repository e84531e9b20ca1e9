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

  private final CurrentElement current;

  /**
   * @param byTag a receiver for every declared output, consumed or not
   * @param coders coders of the declared outputs, for row receivers
   * @param current what outputs inherit from
   */
  DoFnOutputs(
      TupleTag<?> mainTag,
      Map<TupleTag<?>, Receiver> byTag,
      Map<TupleTag<?>, Coder<?>> coders,
      TimestampSkew skew,
      CurrentElement current) {
    this.mainTag = mainTag;
    this.byTag = byTag;
    this.coders = coders;
    this.skew = skew;
    this.current = current;
    this.main = receiverOf(mainTag);
  }

  TupleTag<?> mainTag() {
    return mainTag;
  }

  CurrentElement current() {
    return current;
  }

  Map<TupleTag<?>, Coder<?>> coders() {
    return coders;
  }

  void output(@Nullable Object value) {
    main.receive(value, current.get());
  }

  void output(TupleTag<?> tag, @Nullable Object value) {
    output(receiverOf(tag), value);
  }

  /**
   * @param receiver one that {@link #receiverOf} has answered
   */
  void output(Receiver receiver, @Nullable Object value) {
    receiver.receive(value, current.get());
  }

  void outputWithTimestamp(TupleTag<?> tag, @Nullable Object value, Instant timestamp) {
    outputWithTimestamp(receiverOf(tag), value, timestamp);
  }

  void outputWithTimestamp(Receiver receiver, @Nullable Object value, Instant timestamp) {
    WindowedValue<?> from = current.get();
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
    WindowedValue<?> from = current.get();
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
    skew.check(current.get().getTimestamp(), element.getTimestamp());
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
