package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Makes a {@link StepReporterCoordinator} in the JobManager; travels in the job graph. */
record StepReporterCoordinatorProvider(OperatorID operatorId, StepLeaf leaf)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) {
    return new StepReporterCoordinator(leaf, context);
  }
}
