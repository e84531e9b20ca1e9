package dev.beamflink.translation.runtime.sideinput;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Packs a PCollection into blocks for the operators that read it as side input. Chained to the
 * producer. An element never goes out after a watermark or a barrier that it came before.
 */
final class SideInputBlocksOperator extends AbstractStreamOperator<SideInputBlock>
    implements OneInputStreamOperator<WindowedValue<Object>, SideInputBlock>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final BlockWriter writer;
  private final StreamRecord<SideInputBlock> record = new StreamRecord<>(null);

  SideInputBlocksOperator(
      StreamOperatorParameters<SideInputBlock> parameters, SideInputBlocksSpec spec) {
    super(parameters);
    writer = new BlockWriter(spec, block -> output.collect(record.replace(block)));
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) throws Exception {
    writer.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    writer.flush();
    super.processWatermark(mark);
  }

  /** A marker of a pipeline with a TestStream. */
  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    writer.flush();
    super.processWatermark(marker);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    writer.flush();
  }

  @Override
  public void endInput() throws Exception {
    writer.flush();
  }
}
