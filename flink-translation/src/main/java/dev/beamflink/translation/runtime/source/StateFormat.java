package dev.beamflink.translation.runtime.source;

import java.io.IOException;

/** Refuses state of a format that this version of the runner does not read. */
final class StateFormat {

  private StateFormat() {}

  static void check(ReadTransform transform, String what, int expected, int found)
      throws IOException {
    if (found != expected) {
      throw new IOException(
          "%s: its %s has format %d, this runner reads format %d. Restore with the runner version that wrote it."
              .formatted(transform, what, found, expected));
    }
  }
}
