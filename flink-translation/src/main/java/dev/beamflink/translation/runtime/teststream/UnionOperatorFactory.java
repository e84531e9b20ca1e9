package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Makes the operator that takes the place of a union in a pipeline with TestStreams: Flink tells
 * the channels of a union apart by their position in their own gate, when it combines generalized
 * watermarks, so that those of different inputs get mixed up and none ever comes through.
 */
public final class UnionOperatorFactory<T> extends AbstractStreamOperatorFactory<T> {

  private static final long serialVersionUID = 1L;

  private final int inputs;

  public UnionOperatorFactory(int inputs) {
    this.inputs = inputs;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <S extends StreamOperator<T>> S createStreamOperator(
      StreamOperatorParameters<T> parameters) {
    return (S) new UnionOperator<>(parameters, inputs);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return UnionOperator.class;
  }
}
