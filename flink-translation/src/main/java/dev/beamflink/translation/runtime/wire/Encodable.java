package dev.beamflink.translation.runtime.wire;

import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/** Refuses null, in the words of Beam's coders. */
final class Encodable {

  private Encodable() {}

  static void check(@Nullable Object value, String type) throws CoderException {
    if (value == null) {
      throw new CoderException("cannot encode a null " + type);
    }
  }
}
