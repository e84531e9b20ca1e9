package dev.beamflink.translation.testkit;

import java.util.concurrent.locks.LockSupport;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Takes its time for each element, so that a source chained to it is in the middle for a while. */
public final class SlowOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final long nanosPerElement;

  public SlowOperator(long nanosPerElement) {
    this.nanosPerElement = nanosPerElement;
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    if (nanosPerElement > 0) {
      LockSupport.parkNanos(nanosPerElement);
    }
    output.collect(record);
  }
}
