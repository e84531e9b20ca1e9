package dev.beamflink.translation.runtime.round;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.timer.KeyTimers;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateInternals;

/** A key of a round, with its state and its timers. Task thread only. */
final class RoundKey {

  /** About what a key takes here, and as much in the harness, beside what it keeps. */
  private static final long OWN_BYTES = 1 << 10; // 1 KiB

  private final EncodedKey key;
  private final StateInternals state;
  private final KeyTimers timers = new KeyTimers();
  private long bytes;

  RoundKey(EncodedKey key) {
    this.key = key;
    this.state = InMemoryStateInternals.forKey(key);
    this.bytes = OWN_BYTES + key.bytes().length;
  }

  EncodedKey key() {
    return key;
  }

  StateInternals state() {
    return state;
  }

  KeyTimers timers() {
    return timers;
  }

  /** About how many bytes it takes; what was cleared counts too. */
  long bytes() {
    return bytes;
  }

  void grow(long more) {
    bytes += more;
  }
}
