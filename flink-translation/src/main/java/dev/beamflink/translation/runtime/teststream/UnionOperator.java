package dev.beamflink.translation.runtime.teststream;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.AbstractInput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Passes the elements of all its inputs on, and a marker when it has come on all of them. */
final class UnionOperator<T> extends AbstractStreamOperatorV2<T>
    implements MultipleInputStreamOperator<T> {

  private final int inputs;
  private final MarkerAlignment markers;

  UnionOperator(StreamOperatorParameters<T> parameters, int inputs) {
    super(parameters, inputs);
    this.inputs = inputs;
    this.markers = new MarkerAlignment(inputs, marker -> output.emitWatermark(marker));
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public List<Input> getInputs() {
    List<Input> all = new ArrayList<>();
    for (int input = 1; input <= inputs; input++) {
      all.add(new Branch(input));
    }
    return all;
  }

  @SuppressWarnings("unchecked") // AbstractInput overrides a method with raw types
  private final class Branch extends AbstractInput<T, T> {

    Branch(int number) {
      super(UnionOperator.this, number);
    }

    @Override
    public void processElement(StreamRecord<T> element) {
      output.collect(element);
    }

    @Override
    public void processWatermark(WatermarkEvent marker) throws Exception {
      markers.arrived(inputId, marker);
    }
  }
}
