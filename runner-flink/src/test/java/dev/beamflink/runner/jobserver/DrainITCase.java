package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.runner.cluster.RestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the server that clients drain; their user code is here, so that they may be endless. */
@Timeout(120)
class DrainITCase {

  private static final BlockingQueue<Long> SEEN = new ArrayBlockingQueue<>(1_000_000);
  private static final ConcurrentLinkedQueue<String> GROUPS = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private final PortableJob job =
      new PortableJob(
          "job",
          new Preparation(
              "preparation",
              "job",
              RunnerApi.Pipeline.getDefaultInstance(),
              Struct.getDefaultInstance()));
  private final List<JobState.Enum> story = new CopyOnWriteArrayList<>();
  private final BlockingQueue<JobState.Enum> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    SEEN.clear();
    GROUPS.clear();
    job.messages().subscribe(new Listener());
  }

  @AfterEach
  void stop() throws Exception {
    job.cancel();
  }

  @Test
  void embeddedJobProcessesTheRest() throws Exception {
    CompletableFuture<Void> end = run(endless("--flinkMaster=[local]"));
    SEEN.take();
    job.drain();
    end.get();
    assertEquals(JobState.Enum.DRAINED, job.state().getState());
    assertEquals(
        List.of(
            JobState.Enum.STARTING,
            JobState.Enum.RUNNING,
            JobState.Enum.DRAINING,
            JobState.Enum.DRAINED),
        story);
    assertEquals(List.of("all"), List.copyOf(GROUPS));
    assertEquals(JobState.Enum.DRAINED, job.drain());
  }

  /** What it has seen is in another class loader there. */
  @Test
  void jobOnAClusterIsDrained() throws Exception {
    try (RestCluster cluster = RestCluster.started()) {
      CompletableFuture<Void> end =
          run(
              endless(
                  "--flinkMaster=" + cluster.address(),
                  "--flinkConfDir=" + configuration("savepoints")));
      running();
      job.drain();
      end.get();
      assertEquals(JobState.Enum.DRAINED, job.state().getState());
    }
  }

  /** The client learns why, and may cancel it. */
  @Test
  void jobWithoutSavepointDirectoryGoesOn() throws Exception {
    try (RestCluster cluster = RestCluster.started()) {
      CompletableFuture<Void> end = run(endless("--flinkMaster=" + cluster.address()));
      running();
      assertNotDrainable("savepoint");
      job.cancel();
      end.get();
      assertEquals(JobState.Enum.CANCELLED, job.state().getState());
    }
  }

  @Test
  void batchJobGoesOn() throws Exception {
    Pipeline pipeline = pipeline("--flinkMaster=[local]");
    pipeline.apply(Create.of(1L)).apply(ParDo.of(new WaitFn()));
    CompletableFuture<Void> end = run(pipeline);
    SEEN.take();
    assertNotDrainable("not a streaming job");
    job.cancel();
    end.get();
    assertEquals(JobState.Enum.CANCELLED, job.state().getState());
  }

  @Test
  void jobThatDoesNotRunYet() {
    assertThrows(NotDrainableException.class, job::drain);
  }

  private void running() throws InterruptedException {
    while (job.state().getState() != JobState.Enum.RUNNING) {
      assertFalse(job.hasEnded(), story::toString);
      changes.poll(1, TimeUnit.SECONDS);
    }
  }

  private void assertNotDrainable(String why) {
    NotDrainableException refused = assertThrows(NotDrainableException.class, job::drain);
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
    assertEquals(JobState.Enum.RUNNING, job.state().getState());
  }

  private CompletableFuture<Void> run(Pipeline pipeline) {
    return CompletableFuture.runAsync(() -> job.run(pipeline::run, ended -> {}));
  }

  /** Its window ends in a hundred years. */
  private static Pipeline endless(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    PCollection<Long> numbers =
        pipeline.apply(GenerateSequence.from(0).withRate(100, Duration.standardSeconds(1)));
    numbers.apply("See", ParDo.of(new SeeFn()));
    numbers
        .apply(Window.into(FixedWindows.of(Duration.standardDays(36_500))))
        .apply(WithKeys.of("all"))
        .apply(GroupByKey.create())
        .apply("Groups", ParDo.of(new GroupsFn()));
    return pipeline;
  }

  private static Pipeline pipeline(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--runner=FlinkRunner", "--parallelism=1"));
    all.addAll(List.of(arguments));
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).as(FlinkPipelineOptions.class));
  }

  private Path configuration(String savepoints) throws Exception {
    Path conf = Files.createDirectories(directory.resolve("conf"));
    Files.writeString(
        conf.resolve("config.yaml"),
        "execution.checkpointing.savepoint-dir: "
            + Files.createDirectories(directory.resolve(savepoints)).toUri());
    return conf;
  }

  /** Keeps the states after the first. */
  private final class Listener implements StreamObserver<JobMessagesResponse> {
    @Override
    public void onNext(JobMessagesResponse message) {
      JobState.Enum state = message.getStateResponse().getState();
      if (message.hasStateResponse() && state != JobState.Enum.STOPPED) {
        story.add(state);
        changes.add(state);
      }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private static final class SeeFn extends DoFn<Long, Void> {
    @ProcessElement
    public void process(@Element Long element) {
      SEEN.add(element);
    }
  }

  private static final class WaitFn extends DoFn<Long, Void> {
    @ProcessElement
    public void process(@Element Long element) throws InterruptedException {
      SEEN.add(element);
      Thread.currentThread().join(); // until Flink interrupts it
    }
  }

  private static final class GroupsFn extends DoFn<KV<String, Iterable<Long>>, Void> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<Long>> group) {
      GROUPS.add(group.getKey());
    }
  }
}
