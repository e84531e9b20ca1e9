package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.harness.BoundServers;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc.BeamFnExternalWorkerPoolImplBase;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SDK harnesses come up, stay up and go away; when they do not, one error says why. */
class HarnessEnvironmentsITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;

  private Path seen;
  private TestJobClient client;

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(directory.resolve("artifacts"));
    seen = Files.createTempFile(directory, "seen", ".txt");
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void processRunsTheCodeAndEndsWithTheJob() throws Exception {
    assertDone(run(words("a", "b"), process(JavaWorker.script(directory))));
    assertEquals(List.of("a", "b"), seenElements());
    assertEquals(1, seenProcesses().size());
    assertNotEquals(Set.of(ProcessHandle.current().pid()), seenProcesses());
    assertAllEnd(seenProcesses());
  }

  @Test
  void missingCommandIsNamed() throws Exception {
    assertError(run(words("a"), process(Path.of("/no/such/boot"))), "\"/no/such/boot\"");
  }

  /** With restarts without limit, the job would start workers for ever. */
  @Test
  void workerThatEndsAtOnceEndsTheJobWithItsOutput() throws Exception {
    Path script =
        JavaWorker.script(
            directory,
            "echo x >> " + seen,
            "echo \"ModuleNotFoundError: No module named 'beam'\" >&2",
            "exit 3");
    assertError(
        run(words("a"), process(script, "--streaming", "--numberOfExecutionRetries=1000000")),
        "It ends before it connects",
        "exit code 3",
        "ModuleNotFoundError: No module named 'beam'");
    assertEquals(3, Files.readAllLines(seen).size());
  }

  @Test
  void workerThatNeverConnectsIsKilledWithItsChildren() throws Exception {
    Path script =
        JavaWorker.script(
            directory,
            "echo installing",
            "sleep 600 &",
            "echo $$ : >> " + seen,
            "echo $! : >> " + seen,
            "wait");
    assertError(
        run(words("a"), process(script, "--environmentStartTimeoutInSecs=2")),
        "has not connected within 2 s",
        "installing");
    assertEquals(2, seenProcesses().size());
    assertAllEnd(seenProcesses());
  }

  @Test
  void workerPoolThatIsNotThereIsNamed() throws Exception {
    String address = "localhost:" + freePort();
    assertError(
        run(words("a"), external(address, "--environmentStartTimeoutInSecs=2")),
        "No worker pool has answered at '%s' within 2 s".formatted(address));
  }

  @Test
  void workerPoolThatStartsNothingIsNamed() throws Exception {
    Server pool = pool("");
    try {
      assertError(
          run(
              words("a"),
              external("localhost:" + pool.getPort(), "--environmentStartTimeoutInSecs=2")),
          "has not connected within 2 s",
          "The worker pool at 'localhost:%d' has started it".formatted(pool.getPort()));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void workerPoolThatRefusesIsQuoted() throws Exception {
    Server pool = pool("out of workers");
    try {
      assertError(
          run(words("a"), external("localhost:" + pool.getPort())),
          "can't start it: out of workers");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void deathInMidBundleIsToldWithTheLastWords() throws Exception {
    assertError(
        run(words("a", "die"), process(JavaWorker.script(directory))),
        "is lost",
        "exit code 42",
        "these are my last words");
  }

  @Test
  void restartedJobGetsAnotherWorker() throws Exception {
    assertDone(
        run(
            words("a", "die once"),
            process(
                JavaWorker.script(directory),
                "--streaming",
                "--parallelism=1",
                "--numberOfExecutionRetries=3",
                "--executionRetryDelay=0")));
    assertTrue(seenElements().contains("die once"), () -> seenElements().toString());
    assertEquals(2, seenProcesses().size());
    assertAllEnd(seenProcesses());
  }

  @Test
  void cancelledJobLeavesNoWorker() throws Exception {
    String job = run(words("hang"), process(JavaWorker.script(directory)));
    await("the worker has begun", () -> !seenProcesses().isEmpty());
    client.stub().cancel(CancelJobRequest.newBuilder().setJobId(job).build());
    assertEquals(JobState.Enum.CANCELLED, last(client.states(job)));
    assertAllEnd(seenProcesses());
  }

  @Test
  void slotsShareAWorkerThatUsesManyCores() throws Exception {
    assertDone(run(numbers(), process(JavaWorker.script(directory))));
    assertEquals(1, seenProcesses().size());
  }

  @Test
  void eachSlotHasAWorkerOfItsOwnThatUsesOneCore() throws Exception {
    assertDone(
        run(
            numbers(),
            process(JavaWorker.script(directory)),
            environment -> environment.toBuilder().clearCapabilities().build()));
    assertEquals(2, seenProcesses().size());
  }

  @Test
  void asManyWorkersAsTheOptionSays() throws Exception {
    assertDone(run(numbers(), process(JavaWorker.script(directory), "--sdkWorkerParallelism=2")));
    assertEquals(2, seenProcesses().size());
  }

  @Test
  void overrideCountsForAllEnvironments() throws Exception {
    assertDone(
        run(
            words("a"),
            external(
                "localhost:" + freePort(),
                "--environmentOverride=PROCESS:" + JavaWorker.script(directory))));
    assertEquals(List.of("a"), seenElements());
  }

  @Test
  void processIsChosenAmongAlternatives() throws Exception {
    assertDone(
        run(
            words("a"),
            process(JavaWorker.script(directory)),
            environment ->
                Environments.createAnyOfEnvironment(
                    Environments.createDockerEnvironment("no/such/image"), environment)));
    assertEquals(List.of("a"), seenElements());
  }

  private List<String> words(String... words) {
    return List.of(words);
  }

  /** Enough for all subtasks. */
  private static List<String> numbers() {
    return IntStream.range(0, 200).mapToObj(String::valueOf).toList();
  }

  private String run(List<String> elements, PortablePipelineOptions options) throws Exception {
    return run(elements, options, UnaryOperator.identity());
  }

  private String run(
      List<String> elements, PortablePipelineOptions options, UnaryOperator<Environment> change)
      throws Exception {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(elements))
        .apply(Reshuffle.viaRandomKey())
        .apply("Live", ParDo.of(new LiveFn(seen.toString())));
    RunnerApi.Pipeline.Builder proto =
        PipelineTranslation.toProto(pipeline, SdkComponents.create(options)).toBuilder();
    proto
        .getComponentsBuilder()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) ->
                proto.getComponentsBuilder().putEnvironments(id, change.apply(environment)));
    return client.run(proto.build(), options);
  }

  private PortablePipelineOptions process(Path command, String... more) throws IOException {
    return options("PROCESS", "{\"command\": \"%s\"}".formatted(command), more);
  }

  private PortablePipelineOptions external(String address, String... more) throws IOException {
    return options("EXTERNAL", address, more);
  }

  private static PortablePipelineOptions options(String type, String config, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--runner=FlinkRunner", "--experiments=beam_fn_api"));
    if (List.of(more).stream().noneMatch(argument -> argument.startsWith("--parallelism"))) {
      arguments.add("--parallelism=2");
    }
    arguments.addAll(List.of(more));
    PortablePipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .as(FlinkPipelineOptions.class)
            .as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType(type);
    options.setDefaultEnvironmentConfig(config);
    options.setFilesToStage(
        List.of(Files.writeString(directory.resolve("code.jar"), "code").toString()));
    return options;
  }

  private static Server pool(String answer) throws IOException {
    return new BoundServers(InetAddress.getLoopbackAddress(), "localhost")
        .start(
            List.of(
                new BeamFnExternalWorkerPoolImplBase() {
                  @Override
                  public void startWorker(
                      StartWorkerRequest request, StreamObserver<StartWorkerResponse> response) {
                    response.onNext(StartWorkerResponse.newBuilder().setError(answer).build());
                    response.onCompleted();
                  }
                }),
            0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void assertDone(String job) {
    List<JobMessagesResponse> messages = client.messages(job);
    assertEquals(
        JobState.Enum.DONE, last(messages).getStateResponse().getState(), messages::toString);
  }

  private void assertError(String job, String... parts) {
    List<JobMessagesResponse> messages = client.messages(job);
    assertEquals(JobState.Enum.FAILED, last(messages).getStateResponse().getState());
    String error = messages.get(messages.size() - 2).getMessageResponse().getMessageText();
    for (String part : parts) {
      assertTrue(error.contains(part), error);
    }
    assertTrue(error.startsWith("The SDK harness beam-"), error);
  }

  private List<String> seenElements() {
    return lines().stream().map(line -> line.substring(line.indexOf(':') + 1)).sorted().toList();
  }

  private Set<Long> seenProcesses() {
    return lines().stream()
        .map(line -> Long.valueOf(line.substring(0, line.indexOf(':')).strip()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(seen);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertAllEnd(Set<Long> processes) throws InterruptedException {
    assertFalse(processes.isEmpty());
    await(
        "processes have ended: " + processes,
        () ->
            processes.stream()
                .noneMatch(id -> ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false)));
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, "Never: " + what);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  /** Writes down what it sees and in which process; some elements are more than that. */
  private static final class LiveFn extends DoFn<String, String> implements Serializable {

    private final String seen;

    LiveFn(String seen) {
      this.seen = seen;
    }

    @ProcessElement
    public void process(@Element String element) throws Exception {
      boolean first = lines().stream().noneMatch(line -> line.endsWith("die once"));
      Files.writeString(
          Path.of(seen),
          "%d:%s%n".formatted(ProcessHandle.current().pid(), element),
          StandardOpenOption.APPEND);
      if (element.equals("die") || element.equals("die once") && first) {
        System.err.println("these are my last words");
        Runtime.getRuntime().halt(42);
      }
      if (element.equals("hang")) {
        Thread.sleep(Long.MAX_VALUE);
      }
    }

    private List<String> lines() throws IOException {
      return Files.readAllLines(Path.of(seen));
    }
  }
}
