package dev.beamflink.model.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class ReadableWindowingCheckTest {

  @Test
  void whatTheSdkWritesIsRight() {
    assertProblems(windowing -> {});
  }

  @Test
  void accumulationModeMissing() {
    assertProblems(
        WindowingStrategy.Builder::clearAccumulationMode,
        "The windowing of 'a' can't be read: Cannot convert unknown"
            + " org.apache.beam.model.pipeline.v1.RunnerApi.AccumulationMode to"
            + " org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode: UNSPECIFIED. The"
            + " pipeline is damaged: report it to the SDK or tool that wrote it.");
  }

  @Test
  void payloadOfWindowsUnreadable() {
    assertProblems(
        windowing ->
            windowing
                .getWindowFnBuilder()
                .setUrn("beam:window_fn:fixed_windows:v1")
                .setPayload(ByteString.copyFromUtf8("no proto")),
        1);
  }

  /** Code of a user. */
  @Test
  void windowsOfAnSdkAreNotRead() {
    assertProblems(windowing -> windowing.getWindowFnBuilder().setUrn("some:windows:v1"));
  }

  private static void assertProblems(
      Consumer<WindowingStrategy.Builder> damage, String... expected) {
    assertEquals(List.of(expected), problems(damage).stream().map(Problem::toString).toList());
  }

  private static void assertProblems(Consumer<WindowingStrategy.Builder> damage, int expected) {
    List<Problem> problems = problems(damage);
    assertEquals(expected, problems.size(), problems::toString);
  }

  private static List<Problem> problems(Consumer<WindowingStrategy.Builder> damage) {
    RunnerApi.Pipeline.Builder pipeline = PipelineText.parse("Read R -> a").toBuilder();
    RunnerApi.Components.Builder components = pipeline.getComponentsBuilder();
    String id = components.getPcollectionsOrThrow("a").getWindowingStrategyId();
    WindowingStrategy.Builder windowing = components.getWindowingStrategiesOrThrow(id).toBuilder();
    damage.accept(windowing);
    components.putWindowingStrategies(id, windowing.build());
    Problems problems = new Problems();
    new ReadableWindowingCheck().check(GraphParser.parse(pipeline.build()), problems);
    return problems.found();
  }
}
