package dev.beamflink.translation.runtime.splittable;

import java.io.Serializable;

/**
 * When a slice is over, whichever comes first.
 *
 * @param maxOutputs outputs of all restrictions in the slice, at least 1
 * @param minMillis the slice's age from which it makes way for other work, in processing time
 * @param maxMillis the age at which it ends in any case
 */
public record SliceLimits(long maxOutputs, long minMillis, long maxMillis) implements Serializable {

  public SliceLimits {
    if (maxOutputs < 1 || minMillis < 0 || maxMillis < minMillis) {
      throw new IllegalArgumentException(
          "A slice needs at least 1 output and 0 <= shortest <= longest time, found %d outputs, %d and %d ms"
              .formatted(maxOutputs, minMillis, maxMillis));
    }
  }
}
