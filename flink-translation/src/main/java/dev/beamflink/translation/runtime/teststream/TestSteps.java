package dev.beamflink.translation.runtime.teststream;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;

/**
 * The steps of a pipeline with TestStreams, and the processing time of each.
 *
 * <pre>
 *   0        what is no TestStream (Impulse, Read) emits all that it has
 *   1 .. n   event 1 .. n of each TestStream, where n is the number of events of the longest
 *   n + 1    every TestStream is at its end
 *   n + 2    time passes until no processing-time timer is left that was set before
 * </pre>
 *
 * Several TestStreams share one clock, which each of them advances.
 *
 * @param clockMillis the processing time of each step
 */
public record TestSteps(List<Long> clockMillis) implements Serializable {

  /** Where the clock starts, as with other runners: at Beam's minimum timestamp. */
  static final long START_MILLIS = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  /**
   * Where the clock ends: later than any timer that a test sets, and so far from the end of time
   * that a timer which a firing one sets anew is a valid one, which never fires.
   */
  static final long END_MILLIS = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() / 2;

  /** The step in which roots other than TestStreams emit. */
  static final long FIRST = 0;

  public TestSteps {
    clockMillis = ImmutableList.copyOf(clockMillis);
  }

  /** The steps of a pipeline with these TestStreams. */
  public static TestSteps of(Collection<TestStreamPayload> streams) {
    int events = streams.stream().mapToInt(TestStreamPayload::getEventsCount).max().orElse(0);
    List<Long> clockMillis = new ArrayList<>();
    long now = START_MILLIS;
    clockMillis.add(now);
    for (int event = 0; event < events; event++) {
      for (TestStreamPayload stream : streams) {
        now += advanceMillis(stream, event);
      }
      clockMillis.add(now);
    }
    clockMillis.add(now);
    clockMillis.add(Math.max(now, END_MILLIS));
    return new TestSteps(clockMillis);
  }

  private static long advanceMillis(TestStreamPayload stream, int event) {
    return event < stream.getEventsCount()
        ? stream.getEvents(event).getProcessingTimeEvent().getAdvanceDuration()
        : 0;
  }

  /** What time it is in a step. */
  long clockMillisAt(long step) {
    return clockMillis.get(Math.toIntExact(step));
  }

  /** The step after which the job ends. */
  long last() {
    return clockMillis.size() - 1L;
  }
}
