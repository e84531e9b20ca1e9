package dev.beamflink.translation.runtime.timer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;

/**
 * What elements and firing timers do in random tests: sets, moves and clears that follow from a
 * seed and the number of firings of the key. The store and its model have one each, and do the same
 * as long as they fire the same.
 *
 * <p>Processing-time timers of a key never share a time: their ties have no order.
 */
final class RandomTimerActions implements TimerOperator.OnTimer {

  /** Distance between the times of the clock, and room for one time per timer in it. */
  static final int CLOCK_STEP = 64;

  private static final List<StateNamespace> NAMESPACES =
      List.of(namespace(0, 50), namespace(50, 100), StateNamespaces.global());
  private static final int TIMERS = 6;

  private final long seed;
  private final Map<String, Integer> firings = new HashMap<>();
  private final boolean withProcessingTime;

  RandomTimerActions(long seed, boolean withProcessingTime) {
    this.seed = seed;
    this.withProcessingTime = withProcessingTime;
  }

  /** Timers 4 and 5 of each namespace end windows. */
  static TimerRank rank(String familyId, String timerId) {
    return switch (timerId) {
      case "4" -> TimerRank.WINDOW_EXPIRATION;
      case "5" -> TimerRank.CLEANUP;
      default -> TimerRank.USER;
    };
  }

  /** What an element does; each seed makes another one. */
  Consumer<TimerStore> element(long elementSeed, long aroundMillis) {
    return timers -> {
      Random random = new Random(elementSeed);
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        setOrDelete(random, aroundMillis, timers);
      }
    };
  }

  @Override
  public void run(String key, TimerData timer, TimerStore timers) {
    int count = firings.merge(key, 1, Integer::sum);
    Random random = new Random(seed * 31 + key.hashCode() * 1_000_003L + count);
    if (random.nextInt(3) == 0) {
      setOrDelete(random, timer.getTimestamp().getMillis(), timers);
    }
    if (random.nextInt(4) == 0) {
      setOrDelete(random, timers.currentInputWatermarkTime().getMillis(), timers);
    }
  }

  private void setOrDelete(Random random, long aroundMillis, TimerStore timers) {
    int window = random.nextInt(NAMESPACES.size());
    int id = random.nextInt(TIMERS);
    boolean eventTime = !withProcessingTime || random.nextInt(4) > 0;
    StateNamespace namespace = NAMESPACES.get(window);
    TimeDomain domain = eventTime ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME;
    String family = id < 2 ? "family" : "";
    if (random.nextInt(5) == 0) {
      timers.deleteTimer(namespace, "" + id, family, domain);
      return;
    }
    long target =
        eventTime ? eventTime(random, aroundMillis) : processingTime(random, timers, window, id);
    timers.setTimer(
        namespace, "" + id, family, new Instant(target), output(random, aroundMillis), domain);
  }

  /** Mostly later, in small numbers that often tie. */
  private static long eventTime(Random random, long aroundMillis) {
    long base = near(aroundMillis);
    return random.nextInt(8) == 0 ? base - random.nextInt(3) : base + 1 + random.nextInt(12);
  }

  private static long processingTime(Random random, TimerStore timers, int window, int id) {
    long step = timers.currentProcessingTime().getMillis() / CLOCK_STEP + 1 + random.nextInt(3);
    return step * CLOCK_STEP + window * TIMERS + id;
  }

  private static Instant output(Random random, long aroundMillis) {
    return random.nextInt(6) == 0
        ? BoundedWindow.TIMESTAMP_MAX_VALUE.plus(1)
        : new Instant(near(aroundMillis) + random.nextInt(12));
  }

  private static long near(long millis) {
    return Math.min(Math.max(millis, 0), 10_000);
  }

  private static StateNamespace namespace(long start, long end) {
    return StateNamespaces.window(
        IntervalWindow.getCoder(), new IntervalWindow(new Instant(start), new Instant(end)));
  }
}
