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
import org.apache.beam.fn.harness.ExternalWorkerService;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
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
  private GrpcFnServer<ExternalWorkerService> workers;
  private TestJobClient client;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    client = new TestJobClient(directory.resolve("artifacts"));
    workers = new ExternalWorkerService(PipelineOptionsFactory.create()).start();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    workers.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupsAndSideInputsReachTheHarness(boolean streaming) throws Exception {
    PortablePipelineOptions options = options(streaming);
    Pipeline pipeline = Pipeline.create(options);
    PCollectionView<Map<String, Integer>> weights =
        pipeline.apply("Weights", Create.of(KV.of("a", 10), KV.of("b", 20))).apply(View.asMap());
    pipeline
        .apply("Words", Create.of("a", "b", "a"))
        .apply(WithKeys.of(word -> word))
        .setCoder(kvCoder())
        .apply(GroupByKey.create())
        .apply("Weigh", ParDo.of(new WeighFn(weights)).withSideInputs(weights));
    String job = client.run(proto(pipeline), options);
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
    assertEquals("Weigh", nameOf(proto(pipeline), counters.get(0)));
    assertEquals(2, counters.get(0).getPayload().byteAt(0));
  }

  @Test
  void flattenOfDifferentCoders() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Object> texts = objects(pipeline.apply("Texts", Create.of("a")));
    PCollection<Object> numbers = objects(pipeline.apply("Numbers", Create.of(1)));
    PCollectionList.of(texts)
        .and(numbers)
        .apply(Flatten.pCollections())
        .setCoder(AnyCoder.INSTANCE)
        .apply(ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, last(client.states(client.run(proto(pipeline), options))));
    assertEquals(List.of("1", "a"), SEEN.stream().sorted().toList());
  }

  @Test
  void failureIsToldAheadOfTheLastState() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply("Fail", ParDo.of(new FailFn()));
    List<JobMessagesResponse> messages = client.messages(client.run(proto(pipeline), options));
    JobMessagesResponse error = messages.get(messages.size() - 2);
    assertEquals(MessageImportance.JOB_MESSAGE_ERROR, error.getMessageResponse().getImportance());
    assertTrue(
        error.getMessageResponse().getMessageText().contains("no such thing as a"),
        error::toString);
    assertEquals(JobState.Enum.FAILED, last(messages).getStateResponse().getState());
  }

  @Test
  void whatDoesNotRunYetIsRefusedByName() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(KV.of("a", "b"))).apply("Remember", ParDo.of(new StatefulFn()));
    List<JobMessagesResponse> messages = client.messages(client.run(proto(pipeline), options));
    String error = messages.get(messages.size() - 2).getMessageResponse().getMessageText();
    assertTrue(error.startsWith("Transform 'Remember") && error.contains("has state"), error);
  }

  @Test
  void artifactsGoWithTheirJob() throws Exception {
    PortablePipelineOptions options = options(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("a")).apply(ParDo.of(new SeeFn()));
    RunnerApi.Pipeline proto = proto(pipeline);
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

  private PortablePipelineOptions options(boolean streaming) throws Exception {
    PortablePipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--streaming=" + streaming,
                "--experiments=beam_fn_api",
                "--parallelism=2")
            .as(FlinkPipelineOptions.class)
            .as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType("EXTERNAL");
    options.setDefaultEnvironmentConfig(workers.getApiServiceDescriptor().getUrl());
    options.setFilesToStage(
        List.of(Files.writeString(directory.resolve("code.jar"), "code").toString()));
    return options;
  }

  private static RunnerApi.Pipeline proto(Pipeline pipeline) {
    return PipelineTranslation.toProto(pipeline, SdkComponents.create(pipeline.getOptions()));
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

  private static final class StatefulFn extends DoFn<KV<String, String>, String> {
    @StateId("last")
    private final StateSpec<ValueState<String>> last = StateSpecs.value();

    @ProcessElement
    public void process(@StateId("last") ValueState<String> state) {
      state.write("seen");
    }
  }
}
