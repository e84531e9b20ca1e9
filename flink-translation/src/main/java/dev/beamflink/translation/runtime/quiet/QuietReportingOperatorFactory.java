package dev.beamflink.translation.runtime.quiet;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;

/**
 * A factory of operators that may have work left when their input has ended. Gives them a {@link
 * QuietCoordinator}; the operator's part is described at {@link QuietReporter}.
 *
 * <p>Flink allows an operator one coordinator, so a factory that needs another one cannot implement
 * this.
 */
public interface QuietReportingOperatorFactory<OutT> extends CoordinatedOperatorFactory<OutT> {

  /** Who reports to whom. */
  QuietSpec quietSpec();

  @Override
  default OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return new QuietCoordinatorProvider(operatorId, quietSpec());
  }
}
