package dev.beamflink.translation.testkit;

import java.util.BitSet;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Checks, with state, that it gets each number from 0 exactly once; says at the end how many it
 * got. On request fails when the first checkpoint that holds some of the numbers is complete.
 */
public final class OnceCheckOperator extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<WindowedValue<Long>, Long> {

  private static final long serialVersionUID = 1L;

  private final Journal journal;
  private final int expected;
  private final boolean failsOnce;
  private transient BitSet seen;
  private transient long firstWithNumbers;
  private transient ListState<byte[]> state;

  public OnceCheckOperator(Journal journal, int expected, boolean failsOnce) {
    this.journal = journal;
    this.expected = expected;
    this.failsOnce = failsOnce;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("seen", byte[].class));
    firstWithNumbers = Long.MAX_VALUE;
    seen = new BitSet(expected);
    for (byte[] bits : state.get()) {
      seen.or(BitSet.valueOf(bits));
    }
    if (context.isRestored()) {
      journal.write(seen.isEmpty() ? "restored nothing" : "restored some");
    }
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Long>> record) {
    int number = Math.toIntExact(record.getValue().getValue());
    if (seen.get(number)) {
      throw new AssertionError("Number " + number + " twice");
    }
    if (seen.isEmpty()) {
      journal.write("first");
    }
    seen.set(number);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      journal.write("last watermark after " + seen.cardinality());
    }
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(List.of(seen.toByteArray()));
    if (!seen.isEmpty()) {
      firstWithNumbers = Math.min(firstWithNumbers, context.getCheckpointId());
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    boolean inTheMiddle = checkpointId >= firstWithNumbers && seen.cardinality() < expected;
    if (failsOnce && inTheMiddle && journal.count("fail") == 0) {
      journal.write("fail");
      throw new IllegalStateException("on purpose");
    }
  }

  @Override
  public void finish() throws Exception {
    journal.write("finish after " + seen.cardinality());
    super.finish();
  }
}
