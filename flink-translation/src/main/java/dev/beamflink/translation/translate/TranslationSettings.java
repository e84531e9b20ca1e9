package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;

/**
 * What the runner decided before translation.
 *
 * @param mode whether the job runs in BATCH or STREAMING
 * @param parallelism parallelism of every node that has no other, at least 1
 * @param bundleLimits when bundles end
 * @param options the pipeline's options, for user code
 * @param userCode where user code runs
 */
public record TranslationSettings(
    PlanMode mode,
    int parallelism,
    BundleLimits bundleLimits,
    DeferredOptions options,
    UserCode userCode) {

  /** Settings of a pipeline whose user code is Java on the job's class path. */
  public TranslationSettings(
      PlanMode mode, int parallelism, BundleLimits bundleLimits, DeferredOptions options) {
    this(mode, parallelism, bundleLimits, options, new InProcessUserCode());
  }

  public TranslationSettings {
    if (parallelism < 1) {
      throw new IllegalArgumentException("Parallelism must be at least 1, found " + parallelism);
    }
  }
}
