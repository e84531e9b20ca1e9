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
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
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
  void stateIsAccepted() {
    assertEquals(List.of(), problems(stateful()));
  }

  @Test
  void stateOfAnUnknownProtocolIsRefused() {
    RunnerApi.Pipeline pipeline =
        changed(
            proto(stateful()),
            payload ->
                payload
                    .getStateSpecsMap()
                    .forEach(
                        (id, state) ->
                            payload.putStateSpecs(
                                id,
                                state.toBuilder()
                                    .setProtocol(FunctionSpec.newBuilder().setUrn("unknown"))
                                    .build())));
    assertRefused(
        problems(pipeline), "Stateful", "read and written in a way that is not known (unknown)");
  }

  /** A pipeline with other payloads of ParDos. */
  private static RunnerApi.Pipeline changed(
      RunnerApi.Pipeline pipeline, Consumer<ParDoPayload.Builder> change) {
    RunnerApi.Pipeline.Builder changed = pipeline.toBuilder();
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
                changed.getComponentsBuilder().putTransforms(id, changed(transform, change));
              }
            });
    return changed.build();
  }

  private static PTransform changed(PTransform parDo, Consumer<ParDoPayload.Builder> change) {
    try {
      ParDoPayload.Builder payload =
          ParDoPayload.parseFrom(parDo.getSpec().getPayload()).toBuilder();
      change.accept(payload);
      PTransform.Builder changed = parDo.toBuilder();
      changed.getSpecBuilder().setPayload(payload.build().toByteString());
      return changed.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Pipeline stateful() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(WithKeys.of("key"))
        .apply("Stateful", ParDo.of(new StatefulFn()));
    return pipeline;
  }

  @Test
  void stateInWindowsOfAnSdkIsNotRefused() {
    assertEquals(List.of(), problems(inWindowsOfAnSdk(proto(stateful()))));
  }

  @Test
  void timersInWindowsOfAnSdkAreNotRefused() {
    assertEquals(List.of(), problems(inWindowsOfAnSdk(proto(timed()))));
  }

  private static Pipeline timed() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(WithKeys.of("key"))
        .apply("Timed", ParDo.of(new TimedFn()));
    return pipeline;
  }

  @Test
  void sideInputInWindowsOfAnSdkIsNotRefused() {
    assertEquals(
        List.of(), problems(inWindowsOfAnSdk(withSideInput(), MergeStatus.Enum.NON_MERGING)));
  }

  @Test
  void sideInputInMergingWindowsOfAnSdkIsRefused() {
    assertRefused(
        problems(inWindowsOfAnSdk(withSideInput(), MergeStatus.Enum.NEEDS_MERGE)),
        "Reader",
        "in windows that are merged");
    assertRefused(
        problems(inWindowsOfAnSdk(withSideInput(), MergeStatus.Enum.ALREADY_MERGED)),
        "Reader",
        "in windows that are merged");
  }

  @Test
  void sideInputThatItsSdkMapsNoWindowsToIsRefused() {
    RunnerApi.Pipeline pipeline =
        changed(
            withSideInput(),
            payload ->
                payload
                    .getSideInputsMap()
                    .forEach(
                        (tag, sideInput) ->
                            payload.putSideInputs(
                                tag, sideInput.toBuilder().clearWindowMappingFn().build())));
    assertRefused(
        problems(inWindowsOfAnSdk(pipeline, MergeStatus.Enum.NON_MERGING)),
        "Reader",
        "which the SDK maps no others to");
  }

  private static RunnerApi.Pipeline withSideInput() {
    Pipeline pipeline = external();
    PCollection<byte[]> bytes = pipeline.apply(Impulse.create());
    PCollectionView<byte[]> view = bytes.apply(View.asSingleton());
    bytes.apply("Reader", ParDo.of(new IgnoringFn()).withSideInputs(view));
    return proto(pipeline);
  }

  private static RunnerApi.Pipeline inWindowsOfAnSdk(RunnerApi.Pipeline pipeline) {
    return inWindowsOfAnSdk(pipeline, MergeStatus.Enum.NON_MERGING);
  }

  private static RunnerApi.Pipeline inWindowsOfAnSdk(
      RunnerApi.Pipeline pipeline, MergeStatus.Enum merged) {
    RunnerApi.Pipeline.Builder changed = pipeline.toBuilder();
    RunnerApi.Coder.Builder pickled = RunnerApi.Coder.newBuilder();
    pickled.getSpecBuilder().setUrn("pickled");
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder().addComponentCoderIds("pickled");
    coder.getSpecBuilder().setUrn("beam:coder:custom_window:v1");
    changed
        .getComponentsBuilder()
        .putCoders("pickled", pickled.build())
        .putCoders("sdk-window", coder.build());
    pipeline
        .getComponents()
        .getWindowingStrategiesMap()
        .forEach(
            (id, windowing) ->
                changed
                    .getComponentsBuilder()
                    .putWindowingStrategies(
                        id,
                        windowing.toBuilder()
                            .setWindowFn(FunctionSpec.newBuilder().setUrn("pickled"))
                            .setWindowCoderId("sdk-window")
                            .setMergeStatus(merged)
                            .build()));
    return changed.build();
  }

  @Test
  void unboundedSplittableIsAccepted() {
    Pipeline pipeline = external();
    pipeline
        .apply(Impulse.create())
        .apply(MapElements.into(TypeDescriptors.longs()).via(bytes -> 1L))
        .apply("Numbers", ParDo.of(NumbersFn.unbounded(1)));
    assertEquals(List.of(), problems(pipeline));
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
    assertRefused(problems(pipeline), transform, why);
  }

  private static void assertRefused(List<String> problems, String transform, String why) {
    assertTrue(
        problems.stream()
            .anyMatch(
                problem -> problem.startsWith("Transform '" + transform) && problem.contains(why)),
        problems::toString);
  }

  private static RunnerApi.Pipeline proto(Pipeline pipeline) {
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
  }

  private static List<String> problems(Pipeline pipeline) {
    return problems(proto(pipeline));
  }

  private static List<String> problems(RunnerApi.Pipeline pipeline) {
    Problems problems = new Problems();
    new HarnessUserCode(
            new HarnessSpec(
                "job", Struct.getDefaultInstance(), new HarnessSettings(Duration.ofSeconds(1), 1)))
        .check(GraphPlanner.plan(pipeline, PlanMode.STREAMING), problems);
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

  private static final class IgnoringFn extends DoFn<byte[], String> {
    @ProcessElement
    public void process() {}
  }

  private static final class TimedFn extends DoFn<KV<String, byte[]>, String> {
    @TimerId("end")
    private final TimerSpec end = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process() {}

    @OnTimer("end")
    public void fire() {}
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
