package dev.beamflink.translation.runtime.sideinput;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Packs the panes of a PCollection, grouped under one key, into blocks for the operators that read
 * it as side input. Chained to the group, so that all blocks of a pane go out between two barriers.
 */
final class SideInputPanesOperator extends AbstractStreamOperator<SideInputBlock>
    implements OneInputStreamOperator<WindowedValue<Object>, SideInputBlock> {

  private static final long serialVersionUID = 1L;

  private final BlockWriter writer;
  private final StreamRecord<SideInputBlock> record = new StreamRecord<>(null);

  SideInputPanesOperator(
      StreamOperatorParameters<SideInputBlock> parameters, SideInputBlocksSpec spec) {
    super(parameters);
    writer = new BlockWriter(spec, block -> output.collect(record.replace(block)));
  }

  @Override
  public void processElement(StreamRecord<WindowedValue<Object>> element) throws IOException {
    WindowedValue<Object> pane = element.getValue();
    KV<?, ?> group = (KV<?, ?>) pane.getValue();
    for (BoundedWindow window : pane.getWindows()) {
      writer.writePane(window, (Iterable<?>) group.getValue());
    }
  }
}
