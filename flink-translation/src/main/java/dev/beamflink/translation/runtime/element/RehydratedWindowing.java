package dev.beamflink.translation.runtime.element;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Makes windowing strategies from their protos. */
public final class RehydratedWindowing {

  private RehydratedWindowing() {}

  /**
   * The windowing of this id, complete: the SDK's translation from proto forgets that a GroupByKey
   * has merged the windows already, so that a further one would merge them again, across keys.
   *
   * @throws IOException if the proto can't be read
   */
  public static WindowingStrategy<?, ?> of(
      RunnerApi.Components components, RehydratedComponents rehydrated, String windowingId)
      throws IOException {
    boolean merged =
        components.getWindowingStrategiesOrThrow(windowingId).getMergeStatus()
            == RunnerApi.MergeStatus.Enum.ALREADY_MERGED;
    WindowingStrategy<?, ?> windowing = rehydrated.getWindowingStrategy(windowingId);
    return merged ? windowing.withAlreadyMerged(true) : windowing;
  }
}
