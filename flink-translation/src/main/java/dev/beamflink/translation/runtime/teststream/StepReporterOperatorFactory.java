package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Makes the operator that reports steps at an end of a pipeline. Chained to that end; emits
 * nothing.
 */
public final class StepReporterOperatorFactory extends AbstractStreamOperatorFactory<Long>
    implements OneInputStreamOperatorFactory<Object, Long>, CoordinatedOperatorFactory<Long> {

  private static final long serialVersionUID = 1L;

  private final StepLeaf leaf;

  public StepReporterOperatorFactory(StepLeaf leaf) {
    this.leaf = leaf;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(
      String operatorName, OperatorID operatorId) {
    return new StepReporterCoordinatorProvider(operatorId, leaf);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<Long>> T createStreamOperator(
      StreamOperatorParameters<Long> parameters) {
    return (T) new StepReporterOperator(parameters);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return StepReporterOperator.class;
  }
}
