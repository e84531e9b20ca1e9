package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Timestamp, windows and pane of what the running user code was given, for its outputs to inherit.
 * One for all DoFns of a stage, as they call each other: most pass on what they were given, and
 * then nothing is written here. Task thread only.
 */
final class CurrentElement {

  private @Nullable WindowedValue<?> metadata;
  private boolean withoutTimestamp;

  /**
   * A call begins.
   *
   * @return what {@link #end} is given after the call
   */
  @SuppressWarnings("ReferenceEquality") // a write costs more than to see that it is the same one
  @Nullable WindowedValue<?> begin(WindowedValue<?> given) {
    WindowedValue<?> outer = metadata;
    if (outer != given) {
      metadata = given;
    }
    return outer;
  }

  /**
   * A call begins whose outputs would have no timestamp: of a timer that was set without one.
   *
   * @return what {@link #end} is given after the call
   */
  @Nullable WindowedValue<?> beginWithoutTimestamp() {
    WindowedValue<?> outer = metadata;
    metadata = null;
    withoutTimestamp = true;
    return outer;
  }

  /**
   * The call has ended, the one around it goes on.
   *
   * @param outer null if there is none around it
   */
  @SuppressWarnings("ReferenceEquality") // as above
  void end(@Nullable WindowedValue<?> outer) {
    if (metadata != outer) {
      metadata = outer;
    }
    withoutTimestamp = false;
  }

  /**
   * What outputs inherit from.
   *
   * @throws IllegalArgumentException if the running call has no timestamp to inherit
   * @throws IllegalStateException outside of a call
   */
  WindowedValue<?> get() {
    WindowedValue<?> given = metadata;
    if (given == null) {
      throw missing();
    }
    return given;
  }

  private RuntimeException missing() {
    return withoutTimestamp
        ? new IllegalArgumentException(
            "Cannot output with timestamp of a timer that was set withNoOutputTimestamp(). Set it"
                + " with an output timestamp.")
        : new IllegalStateException(
            "Output outside of a call: an output receiver or context must not be kept beyond the"
                + " method it was given to");
  }
}
