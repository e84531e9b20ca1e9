package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bundles of more elements than the queues between runner and harness take. SDKs send a message
 * when they have so and so many bytes; here with each element.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HarnessDataITCase {

  private static final int ELEMENTS = 1_000;
  private static final int ELEMENT_BYTES = 20_000;

  private static final AtomicLong SEEN = new AtomicLong();
  private static volatile String groupClass;
  private static CountDownLatch blocked;
  private static CountDownLatch others;

  @TempDir private Path directory;
  private PortablePipelines pipelines;

  @BeforeEach
  void start() throws Exception {
    SEEN.set(0);
    groupClass = "";
    blocked = new CountDownLatch(1);
    others = new CountDownLatch(ELEMENTS);
    pipelines = new PortablePipelines(directory, "[local]", smallMessages());
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
  }

  private static PipelineOptions smallMessages() {
    PipelineOptions options = PipelineOptionsFactory.create();
    addLimit(options);
    return options;
  }

  private Pipeline pipeline(boolean streaming) throws Exception {
    PipelineOptions options = pipelines.options(streaming);
    addLimit(options);
    return Pipeline.create(options);
  }

  private static void addLimit(PipelineOptions options) {
    ExperimentalOptions.addExperiment(
        options.as(ExperimentalOptions.class), "data_buffer_size_limit=" + ELEMENT_BYTES / 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bundleMayPutOutMoreThanQueuesTake(boolean streaming) throws Exception {
    Pipeline pipeline = pipeline(streaming);
    pipeline
        .apply(Create.of(1))
        .apply("Multiply", ParDo.of(new MultiplyFn()))
        .apply(Reshuffle.viaRandomKey())
        .apply("Count", ParDo.of(new CountFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(ELEMENTS, SEEN.get());
  }

  /** A bundle waits in user code, and what comes for it waits too; another stage goes on. */
  @Test
  void bundleThatDoesNotReadHoldsUpNoOtherStage() throws Exception {
    Pipeline pipeline = pipeline(true);
    PCollection<Integer> one = pipeline.apply(Create.of(1));
    one.apply("Multiply", ParDo.of(new MultiplyFn()))
        .apply("To one that waits", Reshuffle.viaRandomKey())
        .apply("Wait", ParDo.of(new WaitFn()));
    one.apply("Multiply late", ParDo.of(new MultiplyLateFn()))
        .apply("To others", Reshuffle.viaRandomKey())
        .apply("Others", ParDo.of(new OthersFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of(0L, 0L), List.of(blocked.getCount(), others.getCount()));
  }

  /** The harness gets the beginning, and asks for what follows. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesOfALongGroupAreAskedFor(boolean streaming) throws Exception {
    Pipeline pipeline = pipeline(streaming);
    pipeline
        .apply(Create.of(1))
        .apply("Multiply", ParDo.of(new MultiplyFn()))
        .apply(WithKeys.of("key"))
        .apply(GroupByKey.create())
        .apply("Count values", ParDo.of(new CountValuesFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(2 * ELEMENTS, SEEN.get());
    assertEquals("StateBackedIterable", groupClass);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Another stage is held up");
    }
  }

  private static final class MultiplyFn extends DoFn<Integer, byte[]> {
    @ProcessElement
    public void process(OutputReceiver<byte[]> out) {
      for (int i = 0; i < ELEMENTS; i++) {
        out.output(new byte[ELEMENT_BYTES]);
      }
    }
  }

  private static final class CountFn extends DoFn<byte[], Void> {
    @ProcessElement
    public void process() {
      SEEN.incrementAndGet();
    }
  }

  private static final class CountValuesFn extends DoFn<KV<String, Iterable<byte[]>>, Void> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group) {
      groupClass = group.getValue().getClass().getSimpleName();
      for (int i = 0; i < 2; i++) {
        for (byte[] value : group.getValue()) {
          SEEN.addAndGet(value.length / ELEMENT_BYTES);
        }
      }
    }
  }

  private static final class MultiplyLateFn extends DoFn<Integer, byte[]> {
    @ProcessElement
    public void process(OutputReceiver<byte[]> out) throws InterruptedException {
      await(blocked);
      for (int i = 0; i < ELEMENTS; i++) {
        out.output(new byte[ELEMENT_BYTES]);
      }
    }
  }

  private static final class WaitFn extends DoFn<byte[], Void> {
    @ProcessElement
    public void process() throws InterruptedException {
      blocked.countDown();
      await(others);
    }
  }

  private static final class OthersFn extends DoFn<byte[], Void> {
    @ProcessElement
    public void process() {
      others.countDown();
    }
  }
}
