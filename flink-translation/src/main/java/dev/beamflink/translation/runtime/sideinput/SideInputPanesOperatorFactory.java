package dev.beamflink.translation.runtime.sideinput;

import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that packs the panes of a grouped PCollection into blocks. */
public final class SideInputPanesOperatorFactory
    extends AbstractStreamOperatorFactory<SideInputBlock>
    implements OneInputStreamOperatorFactory<WindowedValue<Object>, SideInputBlock> {

  private static final long serialVersionUID = 1L;

  private final SideInputBlocksSpec spec;

  public SideInputPanesOperatorFactory(SideInputBlocksSpec spec) {
    this.spec = spec;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<SideInputBlock>> T createStreamOperator(
      StreamOperatorParameters<SideInputBlock> parameters) {
    return (T) new SideInputPanesOperator(parameters, spec);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return SideInputPanesOperator.class;
  }
}
