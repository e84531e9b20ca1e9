package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.harness.HarnessSpec;
import dev.beamflink.translation.runtime.harness.environment.HarnessSettings;
import dev.beamflink.translation.testkit.NumbersFn;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.junit.jupiter.api.Test;

/** Whatever does not run in SDK harnesses is refused, by the transform's name. */
class HarnessLimitsTest {

  @Test
  void elementWiseCodeIsAccepted() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(MapElements.into(TypeDescriptors.strings()).via(bytes -> "a"));
    assertEquals(List.of(), problems(pipeline));
  }

  @Test
  void stateIsRefused() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(WithKeys.of("key"))
        .apply("Stateful", ParDo.of(new StatefulFn()));
    assertRefused(pipeline, "Stateful", "has state or timers");
  }

  @Test
  void unboundedSplittableIsRefused() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(MapElements.into(TypeDescriptors.longs()).via(bytes -> 1L))
        .apply("Numbers", ParDo.of(NumbersFn.unbounded(1)));
    assertRefused(pipeline, "Numbers", "is splittable and unbounded");
  }

  @Test
  void processesAreAccepted() {
    Pipeline pipeline = Pipeline.create(options("PROCESS", "{\"command\": \"run\"}"));
    pipeline
        .apply(Impulse.create())
        .apply("Code", MapElements.into(TypeDescriptors.strings()).via(bytes -> "a"));
    assertEquals(List.of(), problems(pipeline));
  }

  @Test
  void processWithoutCommandIsRefused() {
    Pipeline pipeline = Pipeline.create(options("PROCESS", "{\"os\": \"linux\"}"));
    pipeline
        .apply(Impulse.create())
        .apply("Code", MapElements.into(TypeDescriptors.strings()).via(bytes -> "a"));
    assertRefused(pipeline, "Code", "'beam:env:process:v1' that lacks a command");
  }

  @Test
  void otherEnvironmentIsRefused() {
    Pipeline pipeline = Pipeline.create(options("EMBEDDED", ""));
    pipeline
        .apply(Impulse.create())
        .apply("Code", MapElements.into(TypeDescriptors.strings()).via(bytes -> "a"));
    assertRefused(pipeline, "Code", "runs in an environment of kind 'EMBEDDED'");
  }

  @Test
  void javaSourceIsRefused() {
    Pipeline pipeline = external();
    pipeline.apply("Numbers", Create.of(1, 2, 3));
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    assertRefused(pipeline, "Numbers", "reads with a Java source");
  }

  private static void assertRefused(Pipeline pipeline, String transform, String why) {
    List<String> problems = problems(pipeline);
    assertTrue(
        problems.stream()
            .anyMatch(
                problem -> problem.startsWith("Transform '" + transform) && problem.contains(why)),
        problems::toString);
  }

  private static List<String> problems(Pipeline pipeline) {
    Problems problems = new Problems();
    new HarnessUserCode(
            new HarnessSpec(
                "job", Struct.getDefaultInstance(), new HarnessSettings(Duration.ofSeconds(1), 1)))
        .check(
            GraphPlanner.plan(
                PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions())),
                PlanMode.STREAMING),
            problems);
    return problems.found().stream().map(Object::toString).toList();
  }

  private static Pipeline external() {
    return Pipeline.create(options("EXTERNAL", "localhost:1"));
  }

  private static PortablePipelineOptions options(String environment, String config) {
    PortablePipelineOptions options = PipelineOptionsFactory.as(PortablePipelineOptions.class);
    options.setRunner(CrashingRunner.class); // nothing is run
    options.setDefaultEnvironmentType(environment);
    options.setDefaultEnvironmentConfig(config);
    return options;
  }

  private static final class StatefulFn extends DoFn<KV<String, byte[]>, String> {
    @StateId("last")
    private final StateSpec<ValueState<String>> last = StateSpecs.value();

    @ProcessElement
    public void process(@StateId("last") ValueState<String> state) {
      state.write("seen");
    }
  }
}
