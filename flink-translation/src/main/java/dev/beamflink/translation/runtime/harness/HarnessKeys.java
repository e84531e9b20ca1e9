package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Keys and windows of a keyed stage: an SDK sends them encoded within something else, the runner
 * keeps them encoded on their own.
 *
 * @param keyCoder of the stage's input, for the runner
 * @param windowCoder of the stage's input
 */
record HarnessKeys(Coder<Object> keyCoder, Coder<BoundedWindow> windowCoder) {

  /** Those of a stage whose input has keys. */
  @SuppressWarnings("unchecked") // what keys and windows are does not matter
  static HarnessKeys of(StageSpec spec) {
    Components.Builder components = spec.components().toBuilder();
    PCollection input = components.getPcollectionsOrThrow(spec.inputId());
    try {
      String known =
          LengthPrefixUnknownCoders.addLengthPrefixedCoder(input.getCoderId(), components, true);
      RehydratedComponents rehydrated = RehydratedComponents.forComponents(components.build());
      return new HarnessKeys(
          ((KvCoder<Object, ?>) rehydrated.getCoder(known)).getKeyCoder(),
          (Coder<BoundedWindow>)
              RehydratedWindowing.of(spec.components(), rehydrated, input.getWindowingStrategyId())
                  .getWindowFn()
                  .windowCoder());
    } catch (IOException e) {
      throw new IllegalStateException(
          "The input of stage '%s' can't be rehydrated: %s".formatted(spec.name(), e.getMessage()),
          e);
    }
  }

  /** A key that an SDK has sent. */
  EncodedKey key(ByteString sent) {
    try {
      return encode(keyCoder.decode(sent.newInput()));
    } catch (IOException e) {
      throw new UnknownStateException("An SDK names a key that can't be read: " + e.getMessage());
    }
  }

  /** A key as the runner keeps it. */
  @SuppressWarnings("NullAway") // a key may be null if its coder takes it
  EncodedKey encode(@Nullable Object key) throws IOException {
    return EncodedKey.encode(keyCoder, key);
  }

  /** A window that an SDK has sent. */
  BoundedWindow window(ByteString sent) {
    try {
      return SdkWindows.decodeAlone(windowCoder, sent.newInput());
    } catch (IOException e) {
      throw new UnknownStateException(
          "An SDK names a window that can't be read: " + e.getMessage());
    }
  }
}
