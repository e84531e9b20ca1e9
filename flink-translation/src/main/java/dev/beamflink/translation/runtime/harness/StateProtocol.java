package dev.beamflink.translation.runtime.harness;

import java.util.Arrays;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardUserStateTypes;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.fnexecution.wire.ByteStringCoder;
import org.apache.beam.sdk.util.construction.BeamUrns;

/**
 * How an SDK reads and writes a user state over the Fn API ({@code StandardUserStateTypes}). What
 * kind of state the user sees is made of it by the SDK; what is kept here are its bytes.
 */
public enum StateProtocol {
  /** Elements in the order in which they came; also of values and combined values. */
  BAG(BeamUrns.getUrn(StandardUserStateTypes.Enum.BAG)) {
    @Override
    StateTag<?> tag(String id) {
      return StateTags.bag(id, ByteStringCoder.of());
    }
  },
  /** Values by key; also of maps and sets. */
  MULTIMAP(BeamUrns.getUrn(StandardUserStateTypes.Enum.MULTIMAP)) {
    @Override
    StateTag<?> tag(String id) {
      return StateTags.multimap(id, ByteStringCoder.of(), ByteStringCoder.of());
    }
  },
  /** Elements sorted by a number. */
  ORDERED_LIST(BeamUrns.getUrn(StandardUserStateTypes.Enum.ORDERED_LIST)) {
    @Override
    StateTag<?> tag(String id) {
      return StateTags.orderedList(id, ByteStringCoder.of());
    }
  };

  private final String urn;

  StateProtocol(String urn) {
    this.urn = urn;
  }

  /** The state with an id. */
  abstract StateTag<?> tag(String id);

  /** The protocol that a state asks for; empty if it is not one of these. */
  public static Optional<StateProtocol> find(StateSpec state) {
    String asked = state.getProtocol().getUrn();
    return Arrays.stream(values()).filter(protocol -> protocol.urn.equals(asked)).findFirst();
  }

  static StateProtocol of(StateSpec state) {
    return find(state)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "State protocol '%s' should have been refused: a bug of the runner"
                        .formatted(state.getProtocol().getUrn())));
  }
}
