package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pipelines that go to a job server over gRPC, and whose user code runs in a harness of the Java
 * SDK: to the runner an external process like any other, here in this JVM.
 */
class JobServerITCase {

  private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private PortablePipelines pipelines;
  private TestJobClient client;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    pipelines = new PortablePipelines(directory);
    client = pipelines.client();
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupsAndSideInputsReachTheHarness(boolean streaming) throws Exception {
    PortablePipelineOptions options = pipelines.options(streaming);
    Pipeline pipeline = Pipeline.create(options);
    PCollectionView<Map<String, Integer>> weights =
        pipeline.apply("Weights", Create.of(KV.of("a", 10), KV.of("b", 20))).apply(View.asMap());
    pipeline
        .apply("Words", Create.of("a", "b", "a"))
        .apply(WithKeys.of(word -> word))
        .setCoder(kvCoder())
        .apply(GroupByKey.create())
        .apply("Weigh", ParDo.of(new WeighFn(weights)).withSideInputs(weights));
    String job = client.run(PortablePipelines.proto(pipeline), options);
    assertEquals(
        List.of(
            JobState.Enum.STOPPED,
            JobState.Enum.STARTING,
            JobState.Enum.RUNNING,
            JobState.Enum.DONE),
        client.states(job));
    assertEquals(List.of("a 20", "b 20"), SEEN.stream().sorted().toList());
    List<MonitoringInfo> counters =
        client.metrics(job).getCommittedList().stream()
            .filter(info -> info.getLabelsOrDefault("NAME", "").equals("weighed"))
            .toList();
    assertEquals(1, counters.size());
    assertEquals("Weigh", nameOf(PortablePipelines.proto(pipeline), counters.get(0)));
    assertEquals(2, counters.get(0).getPayload().byteAt(0));
  }

  @Test
  void flattenOfDifferentCoders() throws Exception {
    PortablePipelineOptions options = pipelines.options(false);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Object> texts = objects(pipeline.apply("Texts", Create.of("a")));
    PCollection<Object> numbers = objects(pipeline.apply("Numbers", Create.of(1)));
    PCollectionList.of(texts)
        .and(numbers)
        .apply(Flatten.pCollections())
        .setCoder(AnyCoder.INSTANCE)
        .apply(ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("1", "a"), SEEN.stream().sorted().toList());
  }

  @Test
  void failureIsToldAheadOfTheLastState() throws Exception {
    PortablePipelineOptions options = pipelines.options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply("Fail", ParDo.of(new FailFn()));
    List<JobMessagesResponse> messages =
        client.messages(client.run(PortablePipelines.proto(pipeline), options));
    JobMessagesResponse error = messages.get(messages.size() - 2);
    assertEquals(MessageImportance.JOB_MESSAGE_ERROR, error.getMessageResponse().getImportance());
    assertTrue(
        error.getMessageResponse().getMessageText().contains("no such thing as a"),
        error::toString);
    assertEquals(JobState.Enum.FAILED, last(messages).getStateResponse().getState());
  }

  @Test
  void whatDoesNotRunYetIsRefusedByName() throws Exception {
    PortablePipelineOptions options = pipelines.options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply("See", ParDo.of(new SeeFn()));
    RunnerApi.Pipeline.Builder proto = PortablePipelines.proto(pipeline).toBuilder();
    proto
        .build()
        .getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) ->
                proto
                    .getComponentsBuilder()
                    .putEnvironments(id, environment.toBuilder().setUrn("acme:env:cloud").build()));
    List<JobMessagesResponse> messages = client.messages(client.run(proto.build(), options));
    String error = messages.get(messages.size() - 2).getMessageResponse().getMessageText();
    assertTrue(
        error.contains("Transform 'See")
            && error.contains("runs in an environment of kind 'acme:env:cloud'"),
        error);
  }

  @Test
  void artifactsGoWithTheirJob() throws Exception {
    PortablePipelineOptions options = pipelines.options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply(ParDo.of(new SeeFn()));
    RunnerApi.Pipeline proto = PortablePipelines.proto(pipeline);
    PrepareJobResponse prepared = client.prepare(proto, options);
    client.stage(prepared);
    assertEquals(1, stagedFiles());
    client.states(client.run(prepared.getPreparationId()));
    assertEquals(0, stagedFiles());
  }

  private long stagedFiles() throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static String nameOf(RunnerApi.Pipeline pipeline, MonitoringInfo info) {
    return pipeline
        .getComponents()
        .getTransformsOrThrow(info.getLabelsOrThrow("PTRANSFORM"))
        .getUniqueName()
        .replaceFirst("/.*", "");
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  private static KvCoder<String, String> kvCoder() {
    return KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());
  }

  @SuppressWarnings("unchecked") // elements of any type are objects
  private static PCollection<Object> objects(PCollection<?> elements) {
    return (PCollection<Object>) elements;
  }

  /** A coder that only the SDK knows. */
  private static final class AnyCoder extends CustomCoder<Object> {
    private static final AnyCoder INSTANCE = new AnyCoder();
    private static final SerializableCoder<Serializable> FORMAT =
        SerializableCoder.of(Serializable.class);

    @Override
    public void encode(Object value, OutputStream out) throws IOException {
      FORMAT.encode((Serializable) value, out);
    }

    @Override
    public Object decode(InputStream in) throws IOException {
      return FORMAT.decode(in);
    }
  }

  private static final class WeighFn extends DoFn<KV<String, Iterable<String>>, String> {
    private final Counter weighed = Metrics.counter("test", "weighed");
    private final PCollectionView<Map<String, Integer>> weights;

    private WeighFn(PCollectionView<Map<String, Integer>> weights) {
      this.weights = weights;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      weighed.inc();
      int sum = 0;
      for (String word : context.element().getValue()) {
        sum += context.sideInput(weights).get(word);
      }
      SEEN.add(context.element().getKey() + " " + sum);
    }
  }

  private static final class SeeFn extends DoFn<Object, String> {
    @ProcessElement
    public void process(@Element Object element) {
      SEEN.add(String.valueOf(element));
    }
  }

  private static final class FailFn extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {
      throw new IllegalStateException("no such thing as " + element);
    }
  }
}
