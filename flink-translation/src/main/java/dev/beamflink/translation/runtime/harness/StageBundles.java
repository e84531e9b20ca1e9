package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.Harness;
import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.harness.environment.HarnessLostException;
import dev.beamflink.translation.runtime.harness.sampling.HarnessSamples;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.runners.fnexecution.control.BundleCheckpointHandler;
import org.apache.beam.runners.fnexecution.control.BundleFinalizationHandler;
import org.apache.beam.runners.fnexecution.control.BundleProgressHandler;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.runners.fnexecution.control.OutputReceiverFactory;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors.ExecutableProcessBundleDescriptor;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors.TimerSpec;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.runners.fnexecution.control.RemoteOutputReceiver;
import org.apache.beam.runners.fnexecution.control.SdkHarnessClient.BundleProcessor;
import org.apache.beam.runners.fnexecution.control.StageBundleFactory;
import org.apache.beam.runners.fnexecution.control.TimerReceiverFactory;
import org.apache.beam.runners.fnexecution.data.RemoteInputDestination;
import org.apache.beam.runners.fnexecution.state.StateRequestHandler;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.sdk.values.KV;

/**
 * The bundles of one stage in its harness. Receivers of outputs are called in the task's thread,
 * while their bundle runs. Closed while a bundle is open, it gives the harness up: that has work
 * left which nobody ends.
 */
final class StageBundles implements StageBundleFactory {

  private final HarnessLease lease;
  private final Harness harness;
  private final ExecutableProcessBundleDescriptor descriptor;

  @SuppressWarnings("rawtypes") // as Beam wants them
  private final List<RemoteInputDestination> inputs;

  @SuppressWarnings("rawtypes") // as Beam wants them
  private final Map<String, Map<String, TimerSpec>> timers;

  private final BundleProcessor processor;
  private final OpenBundles openBundles = new OpenBundles();

  /**
   * @param inbox takes outputs to the task's thread
   * @param unsentValues keeps what is not sent of long groups
   */
  StageBundles(
      ExecutableStage stage, HarnessLease lease, TaskInbox inbox, UnsentValues unsentValues) {
    this.lease = lease;
    this.harness = lease.harness();
    this.descriptor = descriptor(stage, lease);
    RemoteInputDestination<?> input = input(descriptor);
    boolean takesGroups = GroupInput.is(input.getCoder(), stage.getEnvironment());
    this.inputs = List.of(takesGroups ? withUnsent(input, unsentValues) : input);
    this.timers = WireTimers.readable(descriptor.getTimerSpecs());
    ProcessBundleDescriptor told =
        takesGroups
            ? GroupInput.descriptor(
                descriptor.getProcessBundleDescriptor(), input.getPTransformId())
            : descriptor.getProcessBundleDescriptor();
    harness.samples().ifPresent(samples -> samples.add(told));
    this.processor =
        lease.client(inbox::put).getProcessor(told, inputs, harness.stateRequests(), timers);
  }

  private static RemoteInputDestination<?> input(ExecutableProcessBundleDescriptor descriptor) {
    RemoteInputDestination<?> input = descriptor.getRemoteInputDestinations().get(0);
    return RemoteInputDestination.of(
        WireWindows.readable(input.getCoder()), input.getPTransformId());
  }

  private static RemoteInputDestination<?> withUnsent(
      RemoteInputDestination<?> groups, UnsentValues unsentValues) {
    return RemoteInputDestination.of(
        GroupInput.coder(groups.getCoder(), unsentValues), groups.getPTransformId());
  }

  private static ExecutableProcessBundleDescriptor descriptor(
      ExecutableStage stage, HarnessLease lease) {
    try {
      return ProcessBundleDescriptors.fromExecutableStage(
          UUID.randomUUID().toString(), stage, lease.data(), lease.harness().state());
    } catch (IOException e) {
      throw new IllegalStateException(
          "A stage can't be described to its harness: a bug of the runner", e);
    }
  }

  @Override
  public RemoteBundle getBundle(
      OutputReceiverFactory outputs,
      TimerReceiverFactory timers,
      StateRequestHandler state,
      BundleProgressHandler progress,
      BundleFinalizationHandler finalization,
      BundleCheckpointHandler checkpoint)
      throws Exception {
    openBundles.open();
    try {
      return new LeasedBundle(
          processor.newBundle(
              outputReceivers(outputs),
              timerReceivers(timers),
              state,
              progress,
              finalization,
              checkpoint));
    } catch (Exception e) {
      throw harness.reasonOf(e);
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // Beam's maps of coders and receivers are raw
  private Map<String, RemoteOutputReceiver<?>> outputReceivers(OutputReceiverFactory outputs) {
    Map<String, RemoteOutputReceiver<?>> receivers = new HashMap<>();
    for (Map.Entry<String, Coder> sink : descriptor.getRemoteOutputCoders().entrySet()) {
      String collection =
          descriptor
              .getProcessBundleDescriptor()
              .getTransformsOrThrow(sink.getKey())
              .getInputsMap()
              .values()
              .iterator()
              .next();
      receivers.put(
          sink.getKey(),
          RemoteOutputReceiver.of(
              WireWindows.readable(sink.getValue()), outputs.create(collection)));
    }
    return receivers;
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // as above
  private Map<KV<String, String>, RemoteOutputReceiver<Timer<?>>> timerReceivers(
      TimerReceiverFactory factory) {
    Map<KV<String, String>, RemoteOutputReceiver<Timer<?>>> receivers = new HashMap<>();
    for (Map<String, TimerSpec> ofTransform : timers.values()) {
      for (TimerSpec<?, ?, ?> timer : ofTransform.values()) {
        receivers.put(
            KV.of(timer.transformId(), timer.timerId()),
            RemoteOutputReceiver.of(
                (Coder) timer.coder(),
                (FnDataReceiver) factory.create(timer.transformId(), timer.timerId())));
      }
    }
    return receivers;
  }

  /** The coder of what is sent to the stage's root. */
  Coder<?> inputCoder() {
    return inputs.get(0).getCoder();
  }

  @Override
  public ExecutableProcessBundleDescriptor getProcessBundleDescriptor() {
    return descriptor;
  }

  @Override
  public InstructionRequestHandler getInstructionRequestHandler() {
    return harness.control();
  }

  @Override
  public void close() {
    harness.samples().ifPresent(HarnessSamples::ask);
    lease.release(openBundles.end());
  }

  /** A bundle whose failure says so if it is the harness that has failed. */
  private final class LeasedBundle implements RemoteBundle {

    private final RemoteBundle bundle;

    LeasedBundle(RemoteBundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public String getId() {
      return bundle.getId();
    }

    @Override
    @SuppressWarnings("rawtypes") // Beam's interface
    public Map<String, FnDataReceiver> getInputReceivers() {
      return bundle.getInputReceivers();
    }

    @Override
    @SuppressWarnings("rawtypes") // Beam's interface
    public Map<KV<String, String>, FnDataReceiver<Timer>> getTimerReceivers() {
      return bundle.getTimerReceivers();
    }

    @Override
    public void requestProgress() {
      bundle.requestProgress();
    }

    @Override
    public void split(double fractionOfRemainder) {
      bundle.split(fractionOfRemainder);
    }

    @Override
    public void close() throws Exception {
      try {
        bundle.close();
        openBundles.close();
      } catch (Exception e) {
        throw withElement(harness.reasonOf(e));
      }
    }

    private Exception withElement(Exception failure) {
      if (failure instanceof HarnessLostException) {
        return failure; // there is nobody to ask
      }
      return harness
          .samples()
          .flatMap(samples -> samples.failedElement(getId()))
          .<Exception>map(element -> new FailedElementException(failure, element))
          .orElse(failure);
    }
  }
}
