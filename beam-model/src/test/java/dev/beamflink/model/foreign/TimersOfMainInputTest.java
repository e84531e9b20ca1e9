package dev.beamflink.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.payload.ParDo;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.SideInput;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.junit.jupiter.api.Test;

class TimersOfMainInputTest {

  @Test
  void timersHaveTheKeysAndWindowsOfTheMainInput() throws Exception {
    RunnerApi.Pipeline changed = TimersOfMainInput.apply(pipeline("other", "any"), Set.of());
    assertEquals(List.of("key", "window"), timerCoder(changed).getComponentCoderIdsList());
    assertEquals(ModelCoders.TIMER_CODER_URN, timerCoder(changed).getSpec().getUrn());
  }

  @Test
  void timersThatHaveThemStay() throws Exception {
    RunnerApi.Pipeline pipeline = pipeline("key", "window");
    assertEquals(timerCoderId(pipeline), timerCoderId(TimersOfMainInput.apply(pipeline, Set.of())));
  }

  @Test
  void timersOfCodeInThisProcessStay() {
    RunnerApi.Pipeline pipeline = pipeline("other", "any");
    assertEquals(pipeline, TimersOfMainInput.apply(pipeline, Set.of("sdk")));
  }

  private static Coder timerCoder(RunnerApi.Pipeline pipeline) throws Exception {
    return pipeline.getComponents().getCodersOrThrow(timerCoderId(pipeline));
  }

  private static String timerCoderId(RunnerApi.Pipeline pipeline) throws Exception {
    return ParDoPayload.parseFrom(
            pipeline.getComponents().getTransformsOrThrow("timed").getSpec().getPayload())
        .getTimerFamilySpecsOrThrow("family")
        .getTimerFamilyCoderId();
  }

  /** With a transform that has a side input, and a timer whose coder is of these. */
  private static RunnerApi.Pipeline pipeline(String timerKey, String timerWindow) {
    PTransform.Builder timed =
        PTransform.newBuilder()
            .setEnvironmentId("sdk")
            .putInputs("aside", "unkeyed")
            .putInputs("main", "keyed");
    timed
        .getSpecBuilder()
        .setUrn(ParDo.URN)
        .setPayload(
            ParDoPayload.newBuilder()
                .putSideInputs("aside", SideInput.getDefaultInstance())
                .putTimerFamilySpecs(
                    "family", TimerFamilySpec.newBuilder().setTimerFamilyCoderId("timers").build())
                .build()
                .toByteString());
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    pipeline
        .getComponentsBuilder()
        .putTransforms("timed", timed.build())
        .putPcollections("keyed", collection("pairs"))
        .putPcollections("unkeyed", collection("other"))
        .putWindowingStrategies(
            "w", WindowingStrategy.newBuilder().setWindowCoderId("window").build())
        .putCoders("key", coder("beam:coder:string_utf8:v1"))
        .putCoders("other", coder("beam:coder:bytes:v1"))
        .putCoders("window", coder("beam:coder:interval_window:v1"))
        .putCoders("any", coder("beam:coder:global_window:v1"))
        .putCoders("pairs", coder(ModelCoders.KV_CODER_URN, "key", "other"))
        .putCoders("timers", coder(ModelCoders.TIMER_CODER_URN, timerKey, timerWindow));
    return pipeline.build();
  }

  private static PCollection collection(String coder) {
    return PCollection.newBuilder().setCoderId(coder).setWindowingStrategyId("w").build();
  }

  private static Coder coder(String urn, String... parts) {
    Coder.Builder coder = Coder.newBuilder().addAllComponentCoderIds(List.of(parts));
    coder.getSpecBuilder().setUrn(urn);
    return coder.build();
  }
}
