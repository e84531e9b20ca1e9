package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.runner.cluster.RestCluster;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Java code of pipelines that go to a job server: it needs no harness. The part that "another SDK"
 * has in a pipeline of two is run by a harness of the Java SDK here.
 */
class JavaEnvironmentITCase {

  private static final String SHOUT =
      """
      public class Shout extends org.apache.beam.sdk.transforms.DoFn<String, String> {
        @ProcessElement
        public void process(@Element String word, OutputReceiver<String> out) {
          boolean calledDirectly =
              StackWalker.getInstance()
                  .walk(frames -> frames.anyMatch(f -> f.getClassName().contains(".runtime.stage.")));
          if (calledDirectly) {
            org.apache.beam.sdk.metrics.Metrics.counter("test", "shouted").inc();
          }
          out.output(word + "! " + calledDirectly);
        }
      }
      """;

  private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private PortablePipelines pipelines;
  private Path jar;
  private URLClassLoader loader;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    pipelines = new PortablePipelines(directory);
    jar = CompiledJar.of(directory, "Shout", SHOUT);
    loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  @AfterEach
  void stop() throws Exception {
    loader.close();
    pipelines.close();
  }

  @Test
  void classOfTheClientIsNotHere() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("Shout"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stagedClassesAreCalledDirectly(boolean streaming) throws Exception {
    Pipeline pipeline = Pipeline.create(options(streaming));
    pipeline
        .apply(Create.of("a", "b", "a"))
        .apply(ParDo.of(shout()))
        .apply(Count.perElement())
        .apply(ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("a! true 2", "b! true 1"), seen());
  }

  /** What it has seen is in another class loader there. */
  @Test
  void stagedClassesGoToACluster() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a", "b", "a")).apply(ParDo.of(shout()));
    try (RestCluster cluster = RestCluster.started()) {
      options.as(FlinkPipelineOptions.class).setFlinkMaster(cluster.address());
      String job = pipelines.client().run(PortablePipelines.proto(pipeline), options);
      List<JobState.Enum> states = pipelines.client().states(job);
      assertEquals(JobState.Enum.DONE, states.get(states.size() - 1));
      assertEquals(
          List.of(3),
          pipelines.client().metrics(job).getCommittedList().stream()
              .filter(info -> info.getLabelsOrDefault("NAME", "").equals("shouted"))
              .map(info -> (int) info.getPayload().byteAt(0))
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void elementsGoFromOneSdkToAnother(boolean streaming) throws Exception {
    PortablePipelineOptions options = options(streaming);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of("a", "b", "a"))
        .apply("Java", ParDo.of(shout()))
        .apply(Count.perElement())
        .apply("Other", ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, run(otherSdk(pipeline), options));
    assertEquals(List.of("a! true 2", "b! true 1"), seen());
  }

  @Test
  void elementsOfTwoSdksMeet() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<String> words = pipeline.apply(Create.of("a"));
    PCollectionList.of(words.apply("Java", ParDo.of(shout())))
        .and(words.apply("Other", MapElements.into(TypeDescriptors.strings()).via(word -> word)))
        .apply(Flatten.pCollections())
        .apply(Count.perElement())
        .apply("Java too", ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, run(otherSdk(pipeline), options));
    assertEquals(List.of("a 1", "a! true 1"), seen());
  }

  @Test
  void whatOnlyJavaCanDecodeIsRefusedAtTheBoundary() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of("a"))
        .apply("Java", ParDo.of(shout()))
        .setCoder(SerializableCoder.of(String.class))
        .apply("Other", MapElements.into(TypeDescriptors.strings()).via(word -> word))
        .setCoder(StringUtf8Coder.of());
    List<JobMessagesResponse> messages =
        pipelines.client().messages(pipelines.client().run(otherSdk(pipeline), options));
    String error = messages.get(messages.size() - 2).getMessageResponse().getMessageText();
    assertTrue(
        error.startsWith("Transform 'Other") && error.contains("a coder that only Java knows"),
        error);
  }

  /** Who adds to an exception wraps it: what the root alone says may be of no use. */
  @Test
  void failureIsToldFromItsTransformToItsRoot() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply("Fail", ParDo.of(new FailFn()));
    List<JobMessagesResponse> messages =
        pipelines
            .client()
            .messages(pipelines.client().run(PortablePipelines.proto(pipeline), options));
    assertEquals(
        "Transform 'Fail/ParMultiDo(Fail)' failed in @ProcessElement:"
            + " java.lang.IllegalStateException: not a\n"
            + "Caused by: java.lang.ArithmeticException: / by zero",
        messages.get(messages.size() - 2).getMessageResponse().getMessageText());
  }

  private PortablePipelineOptions options(boolean streaming) throws Exception {
    PortablePipelineOptions options = pipelines.options(streaming);
    options.setDefaultEnvironmentType("EMBEDDED");
    options.setFilesToStage(List.of(jar.toString()));
    return options;
  }

  @SuppressWarnings("unchecked") // so it is in its source
  private DoFn<String, String> shout() throws Exception {
    return (DoFn<String, String>) loader.loadClass("Shout").getDeclaredConstructor().newInstance();
  }

  /** Gives transforms below {@code Other} to another environment. */
  private RunnerApi.Pipeline otherSdk(Pipeline pipeline) throws Exception {
    RunnerApi.Pipeline.Builder proto = PortablePipelines.proto(pipeline).toBuilder();
    Environment external = pipelines.externalEnvironment();
    proto.getComponentsBuilder().putEnvironments("other", external);
    proto
        .build()
        .getComponents()
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform.getUniqueName().startsWith("Other")
                  && !transform.getEnvironmentId().isEmpty()) {
                PTransform moved = transform.toBuilder().setEnvironmentId("other").build();
                proto.getComponentsBuilder().putTransforms(id, moved);
              }
            });
    return proto.build();
  }

  private JobState.Enum run(RunnerApi.Pipeline pipeline, PortablePipelineOptions options)
      throws Exception {
    List<JobState.Enum> states =
        pipelines.client().states(pipelines.client().run(pipeline, options));
    return states.get(states.size() - 1);
  }

  private static List<String> seen() {
    return SEEN.stream().sorted().toList();
  }

  private static final class FailFn extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {
      throw new IllegalStateException("not " + element, new ArithmeticException("/ by zero"));
    }
  }

  private static final class SeeFn extends DoFn<KV<String, Long>, String> {
    @ProcessElement
    public void process(@Element KV<String, Long> element) {
      SEEN.add(element.getKey() + " " + element.getValue());
    }
  }
}
