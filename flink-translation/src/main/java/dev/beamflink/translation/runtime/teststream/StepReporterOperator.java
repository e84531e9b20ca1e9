package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Stands behind a node whose output nobody reads and reports each step that has come through. */
final class StepReporterOperator extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<Object, Long> {

  private static final long serialVersionUID = 1L;

  private final transient OperatorEventGateway coordinator;

  StepReporterOperator(StreamOperatorParameters<Long> parameters) {
    super(parameters);
    coordinator =
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID());
  }

  @Override
  public void processElement(StreamRecord<Object> element) {}

  @Override
  public void processWatermark(WatermarkEvent marker) {
    if (TestTime.isStep(marker)) {
      coordinator.sendEventToCoordinator(new StepReport(TestTime.value(marker)));
    }
  }
}
