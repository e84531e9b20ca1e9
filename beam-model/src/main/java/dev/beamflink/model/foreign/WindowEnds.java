package dev.beamflink.model.foreign;

import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Has SDKs write the end of windows ahead of those that the runner can't read: coder {@code
 * beam:coder:custom_window:v1} of the model.
 */
final class WindowEnds {

  private static final Set<String> READABLE =
      Set.of(
          ModelCoders.GLOBAL_WINDOW_CODER_URN,
          ModelCoders.INTERVAL_WINDOW_CODER_URN,
          ModelCoders.CUSTOM_WINDOW_CODER_URN);

  private WindowEnds() {}

  /**
   * @param inProcess ids of the environments whose windows the runner has the classes of
   */
  static RunnerApi.Pipeline apply(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    RunnerApi.Pipeline.Builder written = pipeline.toBuilder();
    Components before = pipeline.getComponents();
    for (Map.Entry<String, WindowingStrategy> entry :
        before.getWindowingStrategiesMap().entrySet()) {
      WindowingStrategy windowing = entry.getValue();
      String coder = windowing.getWindowCoderId();
      if (before.containsCoders(coder)
          && !READABLE.contains(before.getCodersOrThrow(coder).getSpec().getUrn())
          && !inProcess.contains(windowing.getEnvironmentId())) {
        String withEnd = coder + "-with-end";
        Coder.Builder prefixing = Coder.newBuilder().addComponentCoderIds(coder);
        prefixing.getSpecBuilder().setUrn(ModelCoders.CUSTOM_WINDOW_CODER_URN);
        written
            .getComponentsBuilder()
            .putCoders(withEnd, prefixing.build())
            .putWindowingStrategies(
                entry.getKey(), windowing.toBuilder().setWindowCoderId(withEnd).build());
      }
    }
    return written.build();
  }
}
