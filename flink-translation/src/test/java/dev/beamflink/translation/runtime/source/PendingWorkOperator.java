package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.testkit.Journal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Has work left when its input has ended: each element is forwarded some time later. Reports that
 * it is quiet when all are.
 */
final class PendingWorkOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final ListStateDescriptor<Object> PENDING =
      new ListStateDescriptor<>("pending", Object.class);

  private final QuietReporter reporter;
  private final long delayMillis;
  private final Journal journal;
  private final boolean failsWhenQuiet;

  private final List<T> pending = new ArrayList<>();
  private ListState<Object> state;
  private long inputWatermark = Long.MIN_VALUE;

  PendingWorkOperator(
      StreamOperatorParameters<T> parameters,
      long delayMillis,
      Journal journal,
      boolean failsWhenQuiet) {
    super(parameters);
    this.failsWhenQuiet = failsWhenQuiet;
    this.reporter = QuietReporter.of(parameters);
    this.delayMillis = delayMillis;
    this.journal = journal;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(PENDING);
    for (Object element : state.get()) {
      pending.add((T) element);
    }
  }

  @Override
  public void open() {
    journal.write("open");
    List.copyOf(pending).forEach(this::schedule);
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    journal.write("element");
    pending.add(record.getValue());
    schedule(record.getValue());
  }

  private void schedule(T element) {
    getProcessingTimeService()
        .registerTimer(
            getProcessingTimeService().getCurrentProcessingTime() + delayMillis,
            time -> work(element));
  }

  private void work(T element) throws Exception {
    pending.remove(element);
    output.collect(new StreamRecord<>(element));
    journal.write("worked");
    whenMaybeQuiet();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    inputWatermark = mark.getTimestamp();
    if (inputWatermark == Long.MAX_VALUE) {
      journal.write("last watermark");
    }
    whenMaybeQuiet();
  }

  private void whenMaybeQuiet() throws Exception {
    if (inputWatermark == Long.MAX_VALUE && pending.isEmpty() && !reporter.hasReported()) {
      super.processWatermark(Watermark.MAX_WATERMARK);
      journal.write("quiet");
      reporter.report();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(new ArrayList<>(pending));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    journal.write(inputWatermark == Long.MAX_VALUE ? "checkpoint after input" : "checkpoint");
    if (failsWhenQuiet && reporter.hasReported() && journal.count("fail") == 0) {
      journal.write("fail");
      throw new IllegalStateException("on purpose");
    }
  }

  @Override
  public void finish() throws Exception {
    journal.write("finish");
    super.finish();
  }
}
