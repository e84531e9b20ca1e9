package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker.BaseArgumentProvider;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/** What {@code @Setup}, {@code @StartBundle} and {@code @FinishBundle} may ask for. */
final class BundleArguments extends BaseArgumentProvider<Object, Object> {

  private final DoFnBinding binding;
  private final StartContext start;
  private final FinishContext finish;

  BundleArguments(DoFnBinding binding) {
    this.binding = binding;
    this.start = new StartContext(binding.doFn());
    this.finish = new FinishContext(binding.doFn());
  }

  @Override
  public String getErrorContext() {
    return "@Setup, @StartBundle or @FinishBundle";
  }

  @Override
  public PipelineOptions pipelineOptions() {
    return binding.services().options();
  }

  @Override
  public BundleFinalizer bundleFinalizer() {
    return binding.services().bundleFinalizer();
  }

  @Override
  public DoFn<Object, Object>.StartBundleContext startBundleContext(DoFn<Object, Object> doFn) {
    return start;
  }

  @Override
  public DoFn<Object, Object>.FinishBundleContext finishBundleContext(DoFn<Object, Object> doFn) {
    return finish;
  }

  private final class StartContext extends DoFn<Object, Object>.StartBundleContext {

    StartContext(DoFn<Object, Object> doFn) {
      doFn.super();
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return pipelineOptions();
    }
  }

  private final class FinishContext extends DoFn<Object, Object>.FinishBundleContext {

    FinishContext(DoFn<Object, Object> doFn) {
      doFn.super();
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return pipelineOptions();
    }

    @Override
    public void output(Object output, Instant timestamp, BoundedWindow window) {
      emit(binding.outputs().mainTag(), output, timestamp, window);
    }

    @Override
    public <T> void output(TupleTag<T> tag, T output, Instant timestamp, BoundedWindow window) {
      emit(tag, output, timestamp, window);
    }

    private void emit(TupleTag<?> tag, Object output, Instant timestamp, BoundedWindow window) {
      binding.outputs().emit(tag, WindowedValues.of(output, timestamp, window, PaneInfo.NO_FIRING));
    }
  }
}
