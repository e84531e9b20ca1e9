package dev.beamflink.translation.runtime.stage;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.util.construction.ParDoTranslation;

/** Knows what the DoFn at the root of a stage declares of state, without running it. */
final class DeclaredStates {

  private DeclaredStates() {}

  /** What the stage's root, a ParDo, declares. */
  static StatefulRoot of(StageSpec spec) {
    DoFn<?, ?> doFn = rootOf(spec);
    DoFnSignature signature = DoFnSignatures.getSignature(doFn.getClass());
    return new StatefulRoot(
        UserStates.tagsOf(doFn, signature).values(),
        DeclaredTimers.of(doFn, signature),
        signature.onWindowExpiration() != null);
  }

  private static DoFn<?, ?> rootOf(StageSpec spec) {
    PTransform root = spec.components().getTransformsOrThrow(spec.transformIds().get(0));
    try {
      return ParDoTranslation.getDoFn(ParDoPayload.parseFrom(root.getSpec().getPayload()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Transform '%s' can't be rehydrated: %s".formatted(root.getUniqueName(), e.getMessage()),
          e);
    }
  }
}
