package dev.beamflink.translation.runtime.quiet;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Makes a {@link QuietCoordinator} in the JobManager; travels in the job graph. */
record QuietCoordinatorProvider(OperatorID operatorId, QuietSpec spec)
    implements OperatorCoordinator.Provider {

  @Override
  public OperatorID getOperatorId() {
    return operatorId;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) {
    return new QuietCoordinator(spec, context);
  }
}
