package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.junit.jupiter.api.Test;

class WindowEndsTest {

  @Test
  void endComesAheadOfWindowsThatOnlyTheirSdkReads() {
    RunnerApi.Pipeline written = WindowEnds.apply(pipeline("beam:coder:pickled:v1"), Set.of());
    Coder coder = windowCoder(written);
    assertEquals("beam:coder:custom_window:v1", coder.getSpec().getUrn());
    assertEquals(List.of("window"), coder.getComponentCoderIdsList());
  }

  @Test
  void windowsOfTheModelStay() {
    RunnerApi.Pipeline pipeline = pipeline("beam:coder:interval_window:v1");
    assertEquals(pipeline, WindowEnds.apply(pipeline, Set.of()));
  }

  @Test
  void windowsOfCodeInThisProcessStay() {
    RunnerApi.Pipeline pipeline = pipeline("beam:coder:javasdk:0.1");
    assertEquals(pipeline, WindowEnds.apply(pipeline, Set.of("sdk")));
  }

  private static Coder windowCoder(RunnerApi.Pipeline pipeline) {
    return pipeline
        .getComponents()
        .getCodersOrThrow(
            pipeline.getComponents().getWindowingStrategiesOrThrow("w").getWindowCoderId());
  }

  private static RunnerApi.Pipeline pipeline(String windowCoder) {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    Coder.Builder coder = Coder.newBuilder();
    coder.getSpecBuilder().setUrn(windowCoder);
    pipeline
        .getComponentsBuilder()
        .putCoders("window", coder.build())
        .putWindowingStrategies(
            "w",
            RunnerApi.WindowingStrategy.newBuilder()
                .setWindowCoderId("window")
                .setEnvironmentId("sdk")
                .build());
    return pipeline.build();
  }
}
