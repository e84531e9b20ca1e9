package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.quiet.JointCoordinator;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link WatermarkAgreement} in the JobManager; travels in the job graph.
 *
 * @param quiet makes the coordinator that hears when the operator is quiet, null if none needs to
 */
public record WatermarkAgreementProvider(
    OperatorID operatorId, OperatorCoordinator.@Nullable Provider quiet)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) throws Exception {
    WatermarkAgreement agreement = new WatermarkAgreement(context);
    return quiet == null ? agreement : new JointCoordinator(quiet.create(context), agreement);
  }
}
