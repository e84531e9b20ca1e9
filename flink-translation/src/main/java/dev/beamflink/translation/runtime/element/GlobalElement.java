package dev.beamflink.translation.runtime.element;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An element that is in the global window, comes from no pane and has nothing else to it than a
 * timestamp: what sources put out. It takes 24 bytes; one of Beam's with its {@link Instant} takes
 * 64, and memory is what moving an element costs.
 *
 * <p>Immutable. Equal to one of Beam's that says the same.
 */
public final class GlobalElement<T extends @Nullable Object> implements WindowedValue<T> {

  static final List<? extends BoundedWindow> WINDOWS = List.of(GlobalWindow.INSTANCE);

  private final T value;
  private final long millis;

  private GlobalElement(T value, long millis) {
    this.value = value;
    this.millis = millis;
  }

  /** A value with a timestamp, in the global window. */
  public static <T extends @Nullable Object> WindowedValue<T> of(T value, Instant timestamp) {
    return of(value, timestamp.getMillis());
  }

  static <T extends @Nullable Object> WindowedValue<T> of(T value, long millis) {
    return millis == ElementHeader.MIN_MILLIS
        ? WindowedValues.valueInGlobalWindow(value)
        : new GlobalElement<>(value, millis);
  }

  long millis() {
    return millis;
  }

  @Override
  public T getValue() {
    return value;
  }

  @Override
  public Instant getTimestamp() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public Collection<? extends BoundedWindow> getWindows() {
    return WINDOWS;
  }

  @Override
  public PaneInfo getPaneInfo() {
    return PaneInfo.NO_FIRING;
  }

  @Override
  public @Nullable String getRecordId() {
    return null;
  }

  @Override
  public @Nullable Long getRecordOffset() {
    return null;
  }

  @Override
  public CausedByDrain causedByDrain() {
    return CausedByDrain.NORMAL;
  }

  @Override
  public Iterable<? extends WindowedValue<T>> explodeWindows() {
    return List.of(this);
  }

  @Override
  public <N> WindowedValue<N> withValue(N newValue) {
    return new GlobalElement<>(newValue, millis);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (other instanceof GlobalElement<?> that) {
      return millis == that.millis && Objects.equals(value, that.value);
    }
    return other instanceof WindowedValue<?> that
        && millis == that.getTimestamp().getMillis()
        && Objects.equals(value, that.getValue())
        && WINDOWS.equals(List.copyOf(that.getWindows()))
        && PaneInfo.NO_FIRING.equals(that.getPaneInfo());
  }

  /** That of Beam's, whose order of parts is its own. */
  @Override
  public int hashCode() {
    return Objects.hash(value, PaneInfo.NO_FIRING, millis);
  }

  @Override
  public String toString() {
    return "GlobalElement{value=" + value + ", timestamp=" + getTimestamp() + "}";
  }
}
