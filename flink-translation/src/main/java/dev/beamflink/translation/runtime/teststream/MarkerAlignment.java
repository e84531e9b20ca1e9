package dev.beamflink.translation.runtime.teststream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.event.WatermarkEvent;

/**
 * Brings the markers of an operator's inputs together: a marker is there when it has come on all of
 * them. Flink does so for the channels of one input only. Task thread only.
 */
public final class MarkerAlignment {

  /** Takes a marker that has come on all inputs. */
  @FunctionalInterface
  public interface Receiver {
    void receive(WatermarkEvent marker) throws Exception;
  }

  private final int inputs;
  private final Receiver receiver;
  private final Map<String, long[]> valuesByMarker = new HashMap<>();

  /**
   * @param inputs how many the operator has
   * @param receiver gets each marker once
   */
  public MarkerAlignment(int inputs, Receiver receiver) {
    this.inputs = inputs;
    this.receiver = receiver;
  }

  /**
   * A marker has come.
   *
   * @param input on which one, from 1 as Flink counts them
   */
  public void arrived(int input, WatermarkEvent marker) throws Exception {
    long[] values =
        valuesByMarker.computeIfAbsent(marker.getWatermark().getIdentifier(), id -> noneYet());
    long before = least(values);
    values[input - 1] = TestTime.value(marker);
    // Each input has every marker, so the one that comes last on any is the one all have.
    if (least(values) > before) {
      receiver.receive(marker);
    }
  }

  private long[] noneYet() {
    long[] values = new long[inputs];
    Arrays.fill(values, Long.MIN_VALUE);
    return values;
  }

  private static long least(long[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }
}
