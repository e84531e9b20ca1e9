package dev.beamflink.translation.runtime.teststream;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a root of a pipeline with TestStreams. Runs at parallelism 1. */
public final class RootOperatorFactory extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<Long, WindowedValue<Object>>, Described {

  private static final long serialVersionUID = 1L;

  private final RootSpec spec;

  public RootOperatorFactory(RootSpec spec) {
    this.spec = spec;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    return (T) new RootOperator(parameters, spec);
  }

  @Override
  public OperatorDescription describe() {
    return new OperatorDescription(
        "",
        List.of(
            new OperatorStateDescriber(spec.transformName())
                .list(RootOperator.STEP, VarLongCoder.of())));
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return RootOperator.class;
  }
}
