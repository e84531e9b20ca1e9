package dev.beamflink.translation.runtime.stage;

import java.io.IOException;
import java.util.Collection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.util.construction.ParDoTranslation;

/** Knows the states that a stage's root declares, without running it. */
public final class DeclaredStates {

  private DeclaredStates() {}

  /** The states of the stage's root, a ParDo. */
  public static Collection<StateTag<?>> of(StageSpec spec) {
    DoFn<?, ?> doFn = rootOf(spec);
    return UserStates.tagsOf(doFn, DoFnSignatures.getSignature(doFn.getClass())).values();
  }

  static DoFn<?, ?> rootOf(StageSpec spec) {
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
