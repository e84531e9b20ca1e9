package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.quiet.JointCoordinator;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/**
 * Makes a {@link SharingCoordinator} in the JobManager; travels in the job graph.
 *
 * @param quiet makes the coordinator that hears when the operator is quiet
 */
public record SharingCoordinatorProvider(OperatorID operatorId, OperatorCoordinator.Provider quiet)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) throws Exception {
    return new JointCoordinator(quiet.create(context), new SharingCoordinator(context));
  }
}
