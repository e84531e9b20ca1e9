package dev.beamflink.translation.runtime.harness;

import java.util.Map;
import org.apache.beam.runners.fnexecution.control.RemoteBundle;
import org.apache.beam.sdk.fn.data.FnDataReceiver;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;

/** What goes into a bundle in an SDK harness: an element, or a timer that fires. */
@FunctionalInterface
interface BundleInput {

  /**
   * Where a bundle takes its input.
   *
   * @param elements of the stage's input
   * @param timers by transform and timer family
   */
  record Receivers(
      FnDataReceiver<WindowedValue<?>> elements,
      Map<KV<String, String>, FnDataReceiver<Timer<?>>> timers) {

    // Beam's interface is raw
    @SuppressWarnings({"unchecked", "rawtypes"})
    static Receivers of(RemoteBundle bundle) {
      Map<String, FnDataReceiver> elements = bundle.getInputReceivers();
      return new Receivers(elements.values().iterator().next(), (Map) bundle.getTimerReceivers());
    }
  }

  /** Sends it; may block. */
  void send(Receivers receivers) throws Exception;

  /** An element of the stage's input. */
  static BundleInput element(WindowedValue<?> element) {
    return receivers -> receivers.elements().accept(element);
  }

  /** A timer of a family of the stage's root. */
  static BundleInput timer(String transformId, String familyId, Timer<?> timer) {
    KV<String, String> family = KV.of(transformId, familyId);
    return receivers -> {
      FnDataReceiver<Timer<?>> receiver = receivers.timers().get(family);
      if (receiver == null) {
        throw new IllegalStateException(
            "The SDK harness takes no timers of family '%s' of transform '%s': a bug of the runner"
                .formatted(familyId, transformId));
      }
      receiver.accept(timer);
    };
  }
}
