package dev.beamflink.translation.runtime.timer;

import java.util.Comparator;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.state.TimeDomain;

/** A set timer of the key at hand; ordered as timers of one domain fire. */
record BatchTimer(TimerData data, TimerRank rank, long sequence) implements Comparable<BatchTimer> {

  private static final Comparator<BatchTimer> ORDER =
      Comparator.comparing((BatchTimer timer) -> timer.data.getTimestamp())
          .thenComparing(BatchTimer::rank)
          .thenComparingLong(BatchTimer::sequence);

  Key key() {
    return new Key(
        data.getNamespace(), data.getTimerFamilyId(), data.getTimerId(), data.getDomain());
  }

  boolean isEventTime() {
    return data.getDomain() == TimeDomain.EVENT_TIME;
  }

  @Override
  public int compareTo(BatchTimer other) {
    return ORDER.compare(this, other);
  }

  /** What identifies a timer within its key. */
  record Key(StateNamespace namespace, String familyId, String timerId, TimeDomain domain) {}
}
