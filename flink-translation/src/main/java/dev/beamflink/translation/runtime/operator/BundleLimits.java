package dev.beamflink.translation.runtime.operator;

import java.io.Serializable;

/**
 * When a bundle ends by itself, whichever comes first.
 *
 * @param maxElements elements in one bundle, at least 1
 * @param maxMillis age of a bundle in milliseconds of processing time, at least 1
 */
public record BundleLimits(long maxElements, long maxMillis) implements Serializable {

  public BundleLimits {
    if (maxElements < 1 || maxMillis < 1) {
      throw new IllegalArgumentException(
          "A bundle needs at least 1 element and 1 ms, found %d elements and %d ms"
              .formatted(maxElements, maxMillis));
    }
  }
}
