package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from a pipeline to its result, on the shared mini cluster, in both modes. */
class TestFlinkRunnerITCase {

  private static final String NAMESPACE = "TestFlinkRunnerITCase";

  private static Pipeline pipeline(boolean streaming, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--runner=TestFlinkRunner", "--parallelism=2", "--streaming=" + streaming));
    arguments.addAll(List.of(more));
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void elementsPassEveryTransformOnce(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    PCollection<Integer> numbers =
        pipeline.apply(Impulse.create()).apply("Numbers", ParDo.of(new Numbers()));
    PCollectionList.of(numbers)
        .and(numbers.apply("Twice", ParDo.of(new Twice())))
        .apply(Flatten.pCollections())
        .apply("Sum", ParDo.of(new Sum()));
    PipelineResult result = pipeline.run();
    assertEquals(PipelineResult.State.DONE, result.getState());
    assertEquals(45 + 90, counter(result, "sum"));
    assertEquals(20, counter(result, "elements"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void emptyPipelineIsDone(boolean streaming) {
    assertEquals(PipelineResult.State.DONE, pipeline(streaming).run().getState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sourceWithoutConsumerRuns(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    pipeline.apply(Impulse.create());
    assertEquals(PipelineResult.State.DONE, pipeline.run().getState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void userExceptionIsTheCause(boolean streaming) {
    Pipeline pipeline = pipeline(streaming);
    pipeline.apply(Impulse.create()).apply("Broken", ParDo.of(new Broken()));
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);
    assertInstanceOf(UserException.class, thrown.getCause());
    assertTrue(
        String.valueOf(thrown.getMessage()).contains("Transform 'Broken/"), thrown.getMessage());
  }

  @Test
  @Timeout(60) // Flink's default with checkpoints is to restart for ever
  void jobWithCheckpointsIsNotRestarted() {
    Pipeline pipeline = pipeline(true, "--checkpointingInterval=1000");
    pipeline.apply(Impulse.create()).apply("Broken", ParDo.of(new Broken()));
    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);
    assertInstanceOf(UserException.class, thrown.getCause());
  }

  @Test
  void configurationFileIsThatOfTheJob(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("config.yaml"),
        """
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 1
        restart-strategy.fixed-delay.delay: 0 s
        """);
    Pipeline pipeline = pipeline(true, "--flinkConfDir=" + directory);
    pipeline.apply(Impulse.create()).apply("BrokenOnce", ParDo.of(new BrokenOnce()));
    assertEquals(PipelineResult.State.DONE, pipeline.run().getState());
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named(NAMESPACE, name)).build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      for (int i = 0; i < 10; i++) {
        out.output(i);
      }
    }
  }

  private static final class Twice extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<Integer> out) {
      out.output(2 * number);
    }
  }

  private static final class Sum extends DoFn<Integer, Void> {
    private final Counter sum = Metrics.counter(NAMESPACE, "sum");
    private final Counter elements = Metrics.counter(NAMESPACE, "elements");

    @ProcessElement
    public void process(@Element Integer number) {
      sum.inc(number);
      elements.inc();
    }
  }

  private static final class Broken extends DoFn<byte[], Void> {
    @ProcessElement
    public void process() {
      throw new UserException("on purpose");
    }
  }

  private static final class BrokenOnce extends DoFn<byte[], Void> {
    private static final AtomicBoolean BROKEN = new AtomicBoolean();

    @ProcessElement
    public void process() {
      if (BROKEN.compareAndSet(false, true)) {
        throw new UserException("on purpose");
      }
    }
  }

  private static final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserException(String message) {
      super(message);
    }
  }
}
