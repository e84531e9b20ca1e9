package dev.beamflink.translation.runtime.keyed;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The order in which a keyed operator gets the elements of one key in BATCH.
 *
 * <p>Flink sorts a keyed input by key, then by the timestamp of its records; its sort is not
 * stable. So the order is made by the timestamp that the producer puts on a record, which costs
 * eight bytes per element where one is put on. In STREAMING elements stay in order by themselves,
 * and Flink's record timestamp means nothing to us.
 */
public enum BatchOrder {
  /** Any. For grouping, which has no order, and for STREAMING. */
  NONE {
    @Override
    void mark(StreamRecord<?> record, WindowedValue<?> element, long sequence) {}
  },

  /** As the elements came to the keying operator; those of different subtasks interleave. */
  ARRIVAL {
    @Override
    void mark(StreamRecord<?> record, WindowedValue<?> element, long sequence) {
      record.setTimestamp(sequence);
    }
  },

  /** By event time, as {@code @RequiresTimeSortedInput} asks for. */
  EVENT_TIME {
    @Override
    void mark(StreamRecord<?> record, WindowedValue<?> element, long sequence) {
      record.setTimestamp(element.getTimestamp().getMillis());
    }
  };

  /**
   * Puts on the record what it is to be sorted by.
   *
   * @param sequence how many elements came before to this subtask
   */
  abstract void mark(StreamRecord<?> record, WindowedValue<?> element, long sequence);
}
