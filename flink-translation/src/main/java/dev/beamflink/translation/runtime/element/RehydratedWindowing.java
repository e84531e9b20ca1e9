package dev.beamflink.translation.runtime.element;

import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Makes windowing strategies from their protos. */
public final class RehydratedWindowing {

  private RehydratedWindowing() {}

  /**
   * The windowing of this id, with a function of the runner's where the SDK's own is not to be had
   * here ({@link SdkWindows}). It is complete: the SDK's translation from proto forgets that a
   * GroupByKey has merged the windows already, so that a further one would merge them again, across
   * keys.
   *
   * @throws IOException if the proto can't be read
   */
  public static WindowingStrategy<?, ?> of(
      RunnerApi.Components components, RehydratedComponents rehydrated, String windowingId)
      throws IOException {
    RunnerApi.WindowingStrategy proto = components.getWindowingStrategiesOrThrow(windowingId);
    if (SdkWindows.are(proto)) {
      return SdkWindows.windowing(proto, components);
    }
    boolean merged = proto.getMergeStatus() == RunnerApi.MergeStatus.Enum.ALREADY_MERGED;
    WindowingStrategy<?, ?> windowing = rehydrated.getWindowingStrategy(windowingId);
    return merged ? windowing.withAlreadyMerged(true) : windowing;
  }
}
