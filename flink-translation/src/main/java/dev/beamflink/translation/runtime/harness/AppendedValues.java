package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.KnownCoders;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Suppliers;

/** Counts the values that an SDK has appended, in one request, to a key of a multimap. */
@FunctionalInterface
interface AppendedValues {

  /**
   * How many values these bytes are.
   *
   * @throws UnknownStateException if that can't be told
   */
  int count(ByteString appended);

  /** Those of a multimap, a map or a set. */
  static AppendedValues of(String stateId, StateSpec state, Components components) {
    if (!state.hasMultimapSpec()) {
      return appended -> 1; // of a map or a set, where SDKs remove a value ahead of the next one
    }
    String coderId = state.getMultimapSpec().getValueCoderId();
    Supplier<Coder<Object>> coder = // of which few states are asked
        Suppliers.memoize(() -> coder(stateId, coderId, components));
    return appended -> count(appended, coder.get(), stateId);
  }

  private static Coder<Object> coder(String stateId, String coderId, Components components) {
    try {
      return KnownCoders.find(coderId, components)
          .orElseThrow(
              () ->
                  new UnknownStateException(
                      ("An SDK asks for all entries of multimap state '%s' at once. They need the"
                              + " number of values of each key, and these have a coder that only"
                              + " the SDK knows (%s). Read keys(), and get() the values of each,"
                              + " or give the state a coder of Beam's model for its values")
                          .formatted(
                              stateId, components.getCodersOrThrow(coderId).getSpec().getUrn())));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The coder '%s' of state '%s' can't be rehydrated: %s"
              .formatted(coderId, stateId, e.getMessage()),
          e);
    }
  }

  private static int count(ByteString appended, Coder<Object> coder, String stateId) {
    InputStream in = appended.newInput();
    try {
      int count = 0;
      do {
        Object unused = coder.decode(in);
        count++;
      } while (in.available() > 0);
      return count;
    } catch (IOException e) {
      throw new UnknownStateException(
          "Values of multimap state '%s' can't be read: %s".formatted(stateId, e.getMessage()));
    }
  }
}
