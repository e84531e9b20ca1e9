package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes an element inside a stage: the next transform, several of them, or the stage's output.
 *
 * <p>The value travels apart from its timestamp, windows and pane, so that a transform that changes
 * only the value allocates nothing for the rest.
 */
@FunctionalInterface
public interface Receiver {

  /**
   * Takes one element, in the task's thread; returns when everything downstream in the stage has
   * processed it.
   *
   * @param value the element's value
   * @param metadata where the element's timestamp, windows, pane and record id are read from; its
   *     own value counts only where it is {@code value} itself
   * @throws TransformFailedException when user code downstream failed
   */
  void receive(@Nullable Object value, WindowedValue<?> metadata);

  /** A receiver that passes each element to all of {@code receivers} in their order. */
  static Receiver toAll(java.util.List<Receiver> receivers) {
    if (receivers.size() == 1) {
      return receivers.get(0);
    }
    Receiver[] targets = receivers.toArray(new Receiver[0]);
    return (value, metadata) -> {
      for (Receiver target : targets) {
        target.receive(value, metadata);
      }
    };
  }
}
