package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.payload.ParDo;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.sdk.util.construction.ModelCoders;
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

  @Test
  void endComesAheadOfTheWindowsOfTimersToo() throws Exception {
    Components written =
        WindowEnds.apply(withTimer(pipeline("beam:coder:pickled:v1")), Set.of()).getComponents();
    Coder timers = timerCoder(written);
    assertEquals(ModelCoders.TIMER_CODER_URN, timers.getSpec().getUrn());
    assertEquals("key", timers.getComponentCoderIds(0));
    assertEquals(
        written.getWindowingStrategiesOrThrow("w").getWindowCoderId(),
        timers.getComponentCoderIds(1));
  }

  @Test
  void timersInWindowsOfTheModelStay() {
    RunnerApi.Pipeline pipeline = withTimer(pipeline("beam:coder:interval_window:v1"));
    assertEquals(pipeline, WindowEnds.apply(pipeline, Set.of()));
  }

  @Test
  void timersOfCodeInThisProcessStay() {
    RunnerApi.Pipeline pipeline = withTimer(pipeline("beam:coder:javasdk:0.1"));
    assertEquals(pipeline, WindowEnds.apply(pipeline, Set.of("sdk")));
  }

  private static Coder timerCoder(Components components) throws Exception {
    return components.getCodersOrThrow(
        ParDoPayload.parseFrom(components.getTransformsOrThrow("timed").getSpec().getPayload())
            .getTimerFamilySpecsOrThrow("family")
            .getTimerFamilyCoderId());
  }

  /** With a transform that has a timer family. */
  private static RunnerApi.Pipeline withTimer(RunnerApi.Pipeline pipeline) {
    Coder.Builder timers =
        Coder.newBuilder().addComponentCoderIds("key").addComponentCoderIds("window");
    timers.getSpecBuilder().setUrn(ModelCoders.TIMER_CODER_URN);
    PTransform.Builder timed = PTransform.newBuilder().setEnvironmentId("sdk");
    timed
        .getSpecBuilder()
        .setUrn(ParDo.URN)
        .setPayload(
            ParDoPayload.newBuilder()
                .putTimerFamilySpecs(
                    "family", TimerFamilySpec.newBuilder().setTimerFamilyCoderId("timers").build())
                .build()
                .toByteString());
    RunnerApi.Pipeline.Builder with = pipeline.toBuilder();
    with.getComponentsBuilder()
        .putCoders("timers", timers.build())
        .putTransforms("timed", timed.build());
    return with.build();
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
