package dev.beamflink.translation.runtime.round;

import java.util.function.Supplier;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;

/**
 * The state of whichever key of a round is the current one.
 *
 * @param current answers it
 */
record RoundState(Supplier<RoundKey> current) implements StateInternals {

  @Override
  public Object getKey() {
    return current.get().key();
  }

  @Override
  public <T extends State> T state(
      StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
    return current.get().state().state(namespace, tag, context);
  }
}
