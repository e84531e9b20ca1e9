package dev.beamflink.translation.runtime.operator;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractInput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * One input of an operator with several. Its watermarks and its idleness go where the operator
 * says, in place of being combined with those of the other inputs.
 */
@SuppressWarnings("unchecked") // AbstractInput overrides a method with raw types
final class Port<T> extends AbstractInput<T, WindowedValue<Object>> {

  private final Consumer<T> elements;
  private final LongConsumer watermarks;
  private final Consumer<WatermarkStatus> statuses;

  /**
   * @param number the input's, from 1
   */
  Port(
      AbstractStreamOperatorV2<WindowedValue<Object>> owner,
      int number,
      Consumer<T> elements,
      LongConsumer watermarks,
      Consumer<WatermarkStatus> statuses) {
    super(owner, number);
    this.elements = elements;
    this.watermarks = watermarks;
    this.statuses = statuses;
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    elements.accept(record.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) {
    watermarks.accept(mark.getTimestamp());
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    statuses.accept(status);
  }
}
