package dev.beamflink.translation.runtime.stage;

import org.jspecify.annotations.Nullable;

/** Tells the call of a restriction that is running, if one is, of the outputs that it makes. */
final class RunningCall {

  private @Nullable RestrictionCall call;

  void start(RestrictionCall started) {
    call = started;
  }

  void end() {
    call = null;
  }

  /** Passes outputs on to {@code next}; the running call hears of them first. */
  Receiver observe(Receiver next) {
    return (value, metadata) -> {
      RestrictionCall running = call;
      if (running != null) {
        running.beforeOutput(metadata.getTimestamp());
      }
      next.receive(value, metadata);
      if (running != null) {
        running.afterOutput();
      }
    };
  }
}
