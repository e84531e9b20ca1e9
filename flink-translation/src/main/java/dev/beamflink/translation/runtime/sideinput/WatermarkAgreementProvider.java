package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.quiet.JointCoordinator;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link WatermarkAgreement} in the JobManager; travels in the job graph.
 *
 * @param other makes the coordinator that hears of everything else, null if there is nothing
 */
public record WatermarkAgreementProvider(
    OperatorID operatorId, OperatorCoordinator.@Nullable Provider other)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) throws Exception {
    WatermarkAgreement agreement = new WatermarkAgreement(context);
    return other == null
        ? agreement
        : new JointCoordinator(WatermarkReachedEvent.class, agreement, other.create(context));
  }
}
