package dev.beamflink.cluster.longrun;

import java.util.List;
import java.util.Optional;

/**
 * How much a number may grow that is taken again and again in a run. Its first readings, up to a
 * third, are left out: caches fill, code is compiled. Of the others, the later half is compared
 * with the earlier one, by their medians, so that a few readings at a bad moment count for nothing.
 * A leak grows all along, and is seen if it is larger than the bound. Fewer than three readings say
 * nothing.
 *
 * @param factor by which the later median may be above the earlier one
 * @param slack what it may be above that, so that small numbers may vary
 */
record Bound(double factor, long slack) {
  private static final int PARTS = 3;

  /** Returns how the readings have grown too much, if they have. */
  Optional<String> exceededBy(List<Long> readings) {
    int part = readings.size() / PARTS;
    if (part == 0) {
      return Optional.empty();
    }
    int end = readings.size();
    long earlier = median(readings.subList(end - 2 * part, end - part));
    long later = median(readings.subList(end - part, end));
    return later <= earlier * factor + slack
        ? Optional.empty()
        : Optional.of("grew from %,d to %,d (medians)".formatted(earlier, later));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
