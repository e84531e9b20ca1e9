package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.element.RehydratedWindowing;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.MergingSdkWindowFn;
import dev.beamflink.translation.runtime.window.SdkWindowMapping;
import dev.beamflink.translation.runtime.window.SdkWindows;
import dev.beamflink.translation.runtime.window.WindowMapper;
import dev.beamflink.translation.runtime.window.WindowMerger;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
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
        new MergeTransform(windowing, slice(components, windowing.getEnvironmentId()));
    return SdkWindows.withFn(
        windowing,
        components,
        new MergingSdkWindowFn(
            SdkWindows.coder(windowing.getWindowCoderId(), components),
            new Mergers(transform, spec)));
  }

  /**
   * The mapping of windows of a main input to those of a side input, whose function is an SDK's;
   * what has elements wait for the side input asks the harness.
   *
   * @param sideInput of which transform it is, for messages
   * @param mapping the function that maps, as the SDK has described it
   * @param main the windowing of the main input
   * @param side the windowing of the side input
   * @param environmentId of the transform
   */
  public static WindowMappingFn<?> mapping(
      String sideInput,
      FunctionSpec mapping,
      RunnerApi.WindowingStrategy main,
      RunnerApi.WindowingStrategy side,
      String environmentId,
      Components components,
      HarnessSpec spec) {
    MapTransform transform =
        new MapTransform(
            mapping,
            main.getWindowCoderId(),
            side.getWindowCoderId(),
            environmentId,
            slice(components, environmentId));
    return new SdkWindowMapping(new Mappers(transform, sideInput, spec));
  }

  private static Components slice(Components components, String environmentId) {
    return Components.newBuilder()
        .putAllCoders(components.getCodersMap())
        .putEnvironments(environmentId, components.getEnvironmentsOrThrow(environmentId))
        .build();
  }

  private record Mappers(MapTransform transform, String sideInput, HarnessSpec spec)
      implements SdkWindowMapping.Mappers {

    @Override
    public WindowMapper create(StageHost host) {
      try {
        return JobHarnesses.of(host, spec).forMapping(transform, sideInput);
      } catch (IOException e) {
        throw new IllegalStateException(
            "A mapping of windows can't be described to its harness: a bug of the runner", e);
      }
    }
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
