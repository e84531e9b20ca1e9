package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code @OnTimer} and {@code @OnWindowExpiration} may ask for. An expiration is given as a
 * firing at the window's end.
 */
final class TimerArguments extends CallArguments {

  /**
   * What fires.
   *
   * @param timerId the id within its family, or the timer's own
   * @param fireTimestamp the time that the timer was set for
   * @param outputTimestamp timestamp of what the call outputs without saying one
   */
  record Firing(
      @Nullable Object key,
      String timerId,
      BoundedWindow window,
      Instant fireTimestamp,
      Instant outputTimestamp,
      TimeDomain domain,
      CausedByDrain causedByDrain) {}

  private final Firing firing;
  private final @Nullable WindowedValue<?> outer;

  TimerArguments(DoFnBinding binding, Firing firing) {
    super(binding);
    this.firing = firing;
    this.outer =
        firing.outputTimestamp().isAfter(BoundedWindow.TIMESTAMP_MAX_VALUE)
            ? binding.outputs().current().beginWithoutTimestamp()
            : binding.outputs().current().begin(metadata(firing));
  }

  private static WindowedValue<?> metadata(Firing firing) {
    return WindowedValues.of(
        null,
        firing.outputTimestamp(),
        firing.window(),
        PaneInfo.NO_FIRING,
        null,
        null,
        firing.causedByDrain());
  }

  /** Ends the call; the object is of no use afterwards. */
  void end() {
    binding.outputs().current().end(outer);
  }

  @Override
  public String getErrorContext() {
    return "@OnTimer or @OnWindowExpiration";
  }

  @Override
  public DoFn<Object, Object>.OnTimerContext onTimerContext(DoFn<Object, Object> doFn) {
    return new Context(doFn);
  }

  @Override
  public @Nullable Object key() {
    return firing.key();
  }

  @Override
  public String timerId(DoFn<Object, Object> doFn) {
    return firing.timerId();
  }

  @Override
  public TimeDomain timeDomain(DoFn<Object, Object> doFn) {
    return firing.domain();
  }

  @Override
  public BoundedWindow window() {
    return firing.window();
  }

  @Override
  Instant timestamp() {
    return firing.outputTimestamp();
  }

  @Override
  public CausedByDrain causedByDrain(DoFn<Object, Object> doFn) {
    return firing.causedByDrain();
  }

  /** The older form of the same: {@code OnTimerContext}. */
  private final class Context extends DoFn<Object, Object>.OnTimerContext {

    Context(DoFn<Object, Object> doFn) {
      doFn.super();
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return pipelineOptions();
    }

    @Override
    public Instant timestamp() {
      return firing.outputTimestamp();
    }

    @Override
    public Instant fireTimestamp() {
      return firing.fireTimestamp();
    }

    @Override
    public BoundedWindow window() {
      return firing.window();
    }

    @Override
    public TimeDomain timeDomain() {
      return firing.domain();
    }

    @Override
    public CausedByDrain causedByDrain() {
      return firing.causedByDrain();
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
