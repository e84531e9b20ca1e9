package dev.beamflink.translation.runtime.operator;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.AbstractInput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * One input of an operator with several. Its watermarks and its idleness go to its handler, in
 * place of being combined with those of the other inputs.
 */
@SuppressWarnings("unchecked") // AbstractInput overrides a method with raw types
final class Port<T> extends AbstractInput<T, WindowedValue<Object>> {

  private final PortHandler<T> handler;

  /**
   * @param number the input's, from 1
   */
  Port(AbstractStreamOperatorV2<WindowedValue<Object>> owner, int number, PortHandler<T> handler) {
    super(owner, number);
    this.handler = handler;
  }

  @Override
  @SuppressWarnings("rawtypes") // the superclass's own signature
  public void setKeyContextElement(StreamRecord record) throws Exception {
    handler.before(((StreamRecord<T>) record).getValue());
    super.setKeyContextElement(record);
  }

  @Override
  public void processElement(StreamRecord<T> record) throws Exception {
    handler.element(record.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    handler.watermark(mark.getTimestamp());
  }

  @Override
  public void processWatermark(WatermarkEvent marker) throws Exception {
    handler.marker(marker);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    handler.status(status);
  }
}
