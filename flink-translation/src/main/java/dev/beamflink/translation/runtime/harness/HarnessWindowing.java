package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.MergingSdkWindowFn;
import dev.beamflink.translation.runtime.window.SdkWindows;
import dev.beamflink.translation.runtime.window.WindowMerger;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Windowing of pipelines whose user code is in SDK harnesses. */
public final class HarnessWindowing {

  private HarnessWindowing() {}

  /**
   * The windowing of this id; where a function of an SDK has to merge windows, what groups by them
   * asks its harness.
   *
   * @throws IOException if it can't be read
   */
  public static WindowingStrategy<?, ?> of(
      Components components, RehydratedComponents rehydrated, String id, HarnessSpec spec)
      throws IOException {
    RunnerApi.WindowingStrategy windowing = components.getWindowingStrategiesOrThrow(id);
    if (!SdkWindows.are(windowing) || windowing.getMergeStatus() != MergeStatus.Enum.NEEDS_MERGE) {
      return RehydratedWindowing.of(components, rehydrated, id);
    }
    MergeTransform transform =
        new MergeTransform(
            windowing,
            Components.newBuilder()
                .putAllCoders(components.getCodersMap())
                .putEnvironments(
                    windowing.getEnvironmentId(),
                    components.getEnvironmentsOrThrow(windowing.getEnvironmentId()))
                .build());
    return SdkWindows.withFn(
        windowing,
        components,
        new MergingSdkWindowFn(
            SdkWindows.coder(windowing.getWindowCoderId(), components),
            new Mergers(transform, spec)));
  }

  private record Mergers(MergeTransform transform, HarnessSpec spec)
      implements MergingSdkWindowFn.Mergers {

    @Override
    public WindowMerger create(StageHost host, String transformName) {
      try {
        return JobHarnesses.of(host, spec).forMerging(transform, transformName);
      } catch (IOException e) {
        throw new IllegalStateException(
            "A merge of windows can't be described to its harness: a bug of the runner", e);
      }
    }
  }
}
