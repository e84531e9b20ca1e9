package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * A state's coder, with the name that its errors carry.
 *
 * <p>Stateless; thread-safe, as Beam's coders are.
 *
 * @param owner how messages call the state
 * @param coder encodes the values
 * @param description of the coder
 * @param immutable whether values of the coder can never change
 */
record ValueCodec<T extends @Nullable Object>(
    String owner, Coder<T> coder, CoderDescription description, boolean immutable)
    implements Serializable {

  static <T extends @Nullable Object> ValueCodec<T> of(StateName state, @Nullable Coder<T> coder) {
    if (coder == null) {
      throw new IllegalArgumentException(
          state
              + " has no coder: none was given with its StateSpec and none was inferred. Give one"
              + " to the StateSpec.");
    }
    return new ValueCodec<>(
        state.toString(), coder, CoderDescription.of(coder), ImmutableTypes.encodedBy(coder));
  }

  byte[] encode(T value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value);
    } catch (IOException e) {
      throw new StateAccessException(
          owner + " cannot be written: its coder " + coder + " refused the value.", e);
    }
  }

  T decode(byte[] bytes) {
    try {
      return CoderUtils.decodeFromByteArray(coder, bytes);
    } catch (IOException e) {
      throw new StateAccessException(
          owner + " cannot be read: its coder " + coder + " refused the stored bytes.", e);
    }
  }
}
