package dev.beamflink.runner.savepoint;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How far sources may read, by their names. Shared by the test and all its jobs, in the JVM that
 * they run in: what a savepoint holds of it is its id.
 */
record Gates(String id) implements Serializable {

  private static final Map<String, Map<String, Long>> LIMITS = new ConcurrentHashMap<>();

  static Gates open() {
    Gates gates = new Gates(UUID.randomUUID().toString());
    gates.letAllThrough();
    return gates;
  }

  /** Sources that are not named may read nothing. */
  void limit(Map<String, Long> offsets) {
    LIMITS.put(id, Map.copyOf(offsets));
  }

  void letAllThrough() {
    LIMITS.remove(id);
  }

  boolean areOpen() {
    return !LIMITS.containsKey(id);
  }

  /** The first offset that may not be read now. */
  long limit(String source) {
    Map<String, Long> limits = LIMITS.get(id);
    return limits == null ? Long.MAX_VALUE : limits.getOrDefault(source, 0L);
  }

  /** Waits until something may be read, for sources that can't say that there is nothing now. */
  void awaitLimitAbove(String source, long offset, long mostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
    while (limit(source) <= offset && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
