package dev.beamflink.translation.runtime.state;

import java.util.Objects;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Beam's watermark hold as a Flink value state of milliseconds, watched by a listener. */
final class WatermarkHoldCell implements StateCell<WatermarkHoldState> {

  private final ScopedValue<Long> holds;
  private final TimestampCombiner combiner;
  private final HoldListener listener;

  WatermarkHoldCell(ScopedValue<Long> holds, TimestampCombiner combiner, HoldListener listener) {
    this.holds = holds;
    this.combiner = combiner;
    this.listener = listener;
  }

  /** The name of the Flink state. */
  String nameInFlink() {
    return holds.name().inFlink();
  }

  /** Tells the listener about the hold of the current key, as if it had just been added. */
  void replay(EncodedNamespace namespace) {
    Instant hold = read(namespace);
    if (hold != null) {
      listener.holdChanged(null, hold);
    }
  }

  @Override
  public WatermarkHoldState at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound(this, namespace);
  }

  private record Bound(WatermarkHoldCell cell, EncodedNamespace namespace)
      implements WatermarkHoldState {

    @Override
    public void add(Instant hold) {
      Instant previous = cell.read(namespace);
      Instant now = previous == null ? hold : cell.combiner.combine(previous, hold);
      if (!Objects.equals(previous, now)) {
        cell.holds.set(namespace, now.getMillis());
        cell.listener.holdChanged(previous, now);
      }
    }

    @Override
    public @Nullable Instant read() {
      return cell.read(namespace);
    }

    @Override
    public void clear() {
      Instant previous = cell.read(namespace);
      if (previous != null) {
        cell.holds.clear(namespace);
        cell.listener.holdChanged(previous, null);
      }
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.read(namespace) == null);
    }

    @Override
    public TimestampCombiner getTimestampCombiner() {
      return cell.combiner;
    }

    @Override
    public WatermarkHoldState readLater() {
      return this;
    }
  }

  private @Nullable Instant read(EncodedNamespace namespace) {
    Long millis = holds.get(namespace);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
