package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @ProcessElement} may ask for, for one element. It is made anew for each, as a young
 * object costs less than references to the element in an old one, of which the collector has to
 * know.
 */
final class ProcessArguments extends CallArguments {

  private final @Nullable Object value;
  private final WindowedValue<?> metadata;

  /**
   * @param metadata timestamp, windows and pane of the element; its value does not count
   */
  ProcessArguments(DoFnBinding binding, @Nullable Object value, WindowedValue<?> metadata) {
    super(binding);
    this.value = value;
    this.metadata = metadata;
  }

  @Override
  public String getErrorContext() {
    return "@ProcessElement";
  }

  @Override
  public DoFn<Object, Object>.ProcessContext processContext(DoFn<Object, Object> doFn) {
    return new Context(doFn);
  }

  @Override
  @SuppressWarnings("NullAway") // elements may be null, as Beam allows
  public Object element(DoFn<Object, Object> doFn) {
    return value;
  }

  @Override
  public BoundedWindow window() {
    return metadata.getWindows().iterator().next();
  }

  @Override
  public PaneInfo paneInfo(DoFn<Object, Object> doFn) {
    return metadata.getPaneInfo();
  }

  @Override
  Instant timestamp() {
    return metadata.getTimestamp();
  }

  @Override
  public CausedByDrain causedByDrain(DoFn<Object, Object> doFn) {
    return metadata.causedByDrain();
  }

  @Override
  @SuppressWarnings("unchecked") // the SDK made the converters for this DoFn's input type
  public @Nullable Object schemaElement(int index) {
    SerializableFunction<Object, Object> converter =
        (SerializableFunction<Object, Object>) binding.schema().getElementConverters().get(index);
    @SuppressWarnings("NullAway") // elements may be null, as Beam allows
    Object converted = converter.apply(value);
    return converted;
  }

  @Override
  public TimeDomain timeDomain(DoFn<Object, Object> doFn) {
    throw new UnsupportedOperationException("A time domain exists in @OnTimer methods only");
  }

  /** The older form of the same: {@code ProcessContext}. */
  private final class Context extends DoFn<Object, Object>.ProcessContext {

    Context(DoFn<Object, Object> doFn) {
      doFn.super();
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return pipelineOptions();
    }

    @Override
    @SuppressWarnings("NullAway") // elements may be null, as Beam allows
    public Object element() {
      return value;
    }

    @Override
    public <T> T sideInput(PCollectionView<T> view) {
      return binding.sideInputs().get(view, window());
    }

    @Override
    public Instant timestamp() {
      return metadata.getTimestamp();
    }

    @Override
    public PaneInfo pane() {
      return metadata.getPaneInfo();
    }

    @Override
    public @Nullable String currentRecordId() {
      return metadata.getRecordId();
    }

    @Override
    public @Nullable Long currentRecordOffset() {
      return metadata.getRecordOffset();
    }

    @Override
    public CausedByDrain causedByDrain() {
      return metadata.causedByDrain();
    }

    @Override
    public void output(Object output) {
      binding.outputs().output(output);
    }

    @Override
    public void outputWithTimestamp(Object output, Instant timestamp) {
      binding.outputs().outputWithTimestamp(binding.outputs().mainTag(), output, timestamp);
    }

    @Override
    public void outputWindowedValue(
        Object output,
        Instant timestamp,
        Collection<? extends BoundedWindow> windows,
        PaneInfo paneInfo) {
      binding
          .outputs()
          .outputWindowed(binding.outputs().mainTag(), output, timestamp, windows, paneInfo);
    }

    @Override
    public <T> void output(TupleTag<T> tag, T output) {
      binding.outputs().output(tag, output);
    }

    @Override
    public <T> void outputWithTimestamp(TupleTag<T> tag, T output, Instant timestamp) {
      binding.outputs().outputWithTimestamp(tag, output, timestamp);
    }

    @Override
    public <T> void outputWindowedValue(
        TupleTag<T> tag,
        T output,
        Instant timestamp,
        Collection<? extends BoundedWindow> windows,
        PaneInfo paneInfo) {
      binding.outputs().outputWindowed(tag, output, timestamp, windows, paneInfo);
    }

    @Override
    public <T> void outputWindowedValue(TupleTag<T> tag, WindowedValue<T> windowedValue) {
      binding.outputs().outputWindowed(tag, windowedValue);
    }

    @Override
    public void outputWindowedValue(WindowedValue<Object> windowedValue) {
      binding.outputs().outputWindowed(binding.outputs().mainTag(), windowedValue);
    }
  }
}
