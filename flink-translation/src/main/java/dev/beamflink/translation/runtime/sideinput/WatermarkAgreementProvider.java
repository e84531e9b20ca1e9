package dev.beamflink.translation.runtime.sideinput;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Makes a {@link WatermarkAgreement} in the JobManager; travels in the job graph. */
public record WatermarkAgreementProvider(OperatorID operatorId)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) {
    return new WatermarkAgreement(context);
  }
}
