package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker.BaseArgumentProvider;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** What every method of a DoFn may ask for that is called for one element or one timer. */
abstract class CallArguments extends BaseArgumentProvider<Object, Object> {

  final DoFnBinding binding;

  CallArguments(DoFnBinding binding) {
    this.binding = binding;
  }

  /** The window of the call. */
  @Override
  public abstract BoundedWindow window();

  /** Timestamp of what the call outputs, and of the timers that it sets, without saying one. */
  abstract Instant timestamp();

  @Override
  public final Instant timestamp(DoFn<Object, Object> doFn) {
    return timestamp();
  }

  @Override
  public final PipelineOptions pipelineOptions() {
    return binding.services().options();
  }

  @Override
  public final @Nullable Object sideInput(String tagId) {
    return binding.sideInputs().get(tagId, window());
  }

  @Override
  public final OutputReceiver<Object> outputReceiver(DoFn<Object, Object> doFn) {
    return binding.receivers().main();
  }

  @Override
  public final OutputReceiver<Row> outputRowReceiver(DoFn<Object, Object> doFn) {
    return binding.receivers().mainRows();
  }

  @Override
  public final MultiOutputReceiver taggedOutputReceiver(DoFn<Object, Object> doFn) {
    return binding.receivers();
  }

  @Override
  public final State state(String stateId, boolean alwaysFetched) {
    return binding.states().get(stateId, window(), alwaysFetched);
  }

  @Override
  public final Timer timer(String timerId) {
    return binding.timers().timer(timerId, window(), timestamp());
  }

  @Override
  public final TimerMap timerFamily(String familyId) {
    return binding.timers().family(familyId, window(), timestamp());
  }

  @Override
  public final BundleFinalizer bundleFinalizer() {
    return binding.services().bundleFinalizer();
  }
}
