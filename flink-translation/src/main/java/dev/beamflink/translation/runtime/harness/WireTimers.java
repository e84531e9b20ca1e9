package dev.beamflink.translation.runtime.harness;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.fnexecution.control.ProcessBundleDescriptors.TimerSpec;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.Timer;

/**
 * A timer family of a stage, with a coder whose windows the runner can read: Beam makes one that
 * lacks their class.
 */
final class WireTimers extends TimerSpec<Object, Object, BoundedWindow> {

  private final TimerSpec<?, ?, ?> spec;
  private final Coder<?> coder;

  private WireTimers(TimerSpec<?, ?, ?> spec) {
    this.spec = spec;
    this.coder = WireWindows.readableTimers((Timer.Coder<?>) (Coder<?>) spec.coder());
  }

  /** All those of a stage, by transform and family. */
  @SuppressWarnings("rawtypes") // as Beam has them
  static Map<String, Map<String, TimerSpec>> readable(Map<String, Map<String, TimerSpec>> all) {
    Map<String, Map<String, TimerSpec>> readable = new TreeMap<>();
    all.forEach(
        (transform, families) -> {
          Map<String, TimerSpec> ofTransform = new TreeMap<>();
          families.forEach((family, spec) -> ofTransform.put(family, new WireTimers(spec)));
          readable.put(transform, ofTransform);
        });
    return readable;
  }

  @Override
  public String transformId() {
    return spec.transformId();
  }

  @Override
  public String timerId() {
    return spec.timerId();
  }

  @Override
  public org.apache.beam.sdk.state.TimerSpec getTimerSpec() {
    return spec.getTimerSpec();
  }

  @Override
  @SuppressWarnings("unchecked") // it is one of timers, though Beam declares one of their keys
  public Coder<Object> coder() {
    return (Coder<Object>) coder;
  }
}
