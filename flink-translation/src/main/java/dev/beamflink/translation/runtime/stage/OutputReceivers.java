package dev.beamflink.translation.runtime.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The receivers that a DoFn takes as parameters: plain, by tag, and for rows. Made once per DoFn
 * and reused for every element.
 */
final class OutputReceivers implements MultiOutputReceiver {

  private final DoFnOutputs outputs;
  private final Map<TupleTag<?>, TaggedReceiver<?>> byTag = new HashMap<>();
  private final Map<TupleTag<?>, RowReceiver<?>> rowsByTag = new HashMap<>();
  private final TaggedReceiver<?> main;

  OutputReceivers(DoFnOutputs outputs) {
    this.outputs = outputs;
    this.main = new TaggedReceiver<>(outputs, outputs.mainTag());
    byTag.put(outputs.mainTag(), main);
  }

  @SuppressWarnings("unchecked") // the main output is of the DoFn's output type
  <T extends @Nullable Object> OutputReceiver<T> main() {
    return (OutputReceiver<T>) main;
  }

  OutputReceiver<Row> mainRows() {
    return getRowReceiver(outputs.mainTag());
  }

  @Override
  @SuppressWarnings("unchecked") // a tag's receiver is made for the tag's type
  public <T> OutputReceiver<T> get(TupleTag<T> tag) {
    return (OutputReceiver<T>)
        byTag.computeIfAbsent(tag, key -> new TaggedReceiver<>(outputs, key));
  }

  @Override
  public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
    return rowsByTag.computeIfAbsent(tag, key -> new RowReceiver<>(outputs, key, schemaCoder(key)));
  }

  private SchemaCoder<?> schemaCoder(TupleTag<?> tag) {
    Coder<?> coder = outputs.coders().get(tag);
    if (coder instanceof SchemaCoder<?> schemaCoder) {
      return schemaCoder;
    }
    throw new IllegalStateException(
        "Output with tag '%s' must have a schema to be given rows, but its coder is %s."
            .formatted(tag.getId(), coder));
  }

  private static final class TaggedReceiver<T extends @Nullable Object>
      implements OutputReceiver<T> {

    private final DoFnOutputs outputs;
    private final Receiver receiver;

    TaggedReceiver(DoFnOutputs outputs, TupleTag<?> tag) {
      this.outputs = outputs;
      this.receiver = outputs.receiverOf(tag);
    }

    @Override
    public void output(T value) {
      outputs.output(receiver, value);
    }

    @Override
    public void outputWithTimestamp(T value, Instant timestamp) {
      outputs.outputWithTimestamp(receiver, value, timestamp);
    }

    @Override
    @SuppressWarnings("unchecked") // the template's value is replaced before anyone reads it
    public OutputBuilder<T> builder(T value) {
      return WindowedValues.builder((WindowedValue<T>) outputs.current().get())
          .setValue(value)
          .setReceiver(element -> outputs.outputWindowed(receiver, element));
    }
  }

  private static final class RowReceiver<T> implements OutputReceiver<Row> {

    private final DoFnOutputs outputs;
    private final Receiver receiver;
    private final SchemaCoder<T> coder;

    RowReceiver(DoFnOutputs outputs, TupleTag<?> tag, SchemaCoder<T> coder) {
      this.outputs = outputs;
      this.receiver = outputs.receiverOf(tag);
      this.coder = coder;
    }

    @Override
    @SuppressWarnings("unchecked") // the template's value is replaced before anyone reads it
    public OutputBuilder<Row> builder(Row row) {
      return WindowedValues.builder((WindowedValue<Row>) outputs.current().get())
          .setValue(row)
          .setReceiver(
              element ->
                  outputs.outputWindowed(
                      receiver,
                      element.withValue(coder.getFromRowFunction().apply(element.getValue()))));
    }
  }
}
