package dev.beamflink.runner.cluster;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.Measurements.MeasureFn;
import org.apache.beam.runners.flink.Measurements.NumbersFn;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/** Pipelines that count to ten, fail, or block, for tests of where they run. */
final class SmallPipelines {

  private static final String NAMESPACE = "SmallPipelines";
  private static final String COUNTER = "numbers";

  private SmallPipelines() {}

  private static Pipeline pipeline(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--runner=FlinkRunner", "--jobName=small"));
    all.addAll(List.of(arguments));
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).as(FlinkPipelineOptions.class));
  }

  private static PCollection<Integer> numbers(Pipeline pipeline) {
    return pipeline.apply(Impulse.create()).apply("Numbers", ParDo.of(new Numbers()));
  }

  /** Ends by itself. */
  static PipelineResult count(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    numbers(pipeline);
    return pipeline.run();
  }

  /** Fails with a {@link UserException} after it has counted. */
  static PipelineResult fail(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    numbers(pipeline).apply("Broken", ParDo.of(new Broken()));
    return pipeline.run();
  }

  /** Runs until it is cancelled. */
  static PipelineResult block(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    numbers(pipeline).apply("Endless", ParDo.of(new Endless()));
    return pipeline.run();
  }

  /** Goes on counting until it is cancelled. */
  static PipelineResult countOn(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    pipeline
        .apply(GenerateSequence.from(0).withRate(100, Duration.standardSeconds(1)))
        .apply("Count", ParDo.of(new CountEach()));
    return pipeline.run();
  }

  /** Goes on measuring numbers, from 0 on and in their order, until it is stopped. */
  static PipelineResult measureOn(String... arguments) {
    Pipeline pipeline = pipeline(arguments);
    pipeline.getOptions().as(FlinkPipelineOptions.class).setParallelism(1);
    pipeline
        .apply(Create.of(1_000_000L))
        .apply("Numbers", ParDo.of(new NumbersFn()))
        .apply("Measure", ParDo.of(new MeasureFn()));
    return pipeline.run();
  }

  /** What the job has counted: ten, or nothing where no metrics are. */
  static long counted(PipelineResult result) {
    return sum(result, MetricResult::getAttempted);
  }

  /** What the job has counted for good. */
  static long committed(PipelineResult result) {
    return sum(result, MetricResult::getCommitted);
  }

  private static long sum(PipelineResult result, ToLongFunction<MetricResult<Long>> value) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named(NAMESPACE, COUNTER)).build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += value.applyAsLong(counter);
    }
    return sum;
  }

  private static final class Numbers extends DoFn<byte[], Integer> {
    private final Counter counter = Metrics.counter(NAMESPACE, COUNTER);

    @ProcessElement
    public void process(OutputReceiver<Integer> out) {
      for (int i = 0; i < 10; i++) {
        counter.inc();
        out.output(i);
      }
    }
  }

  private static final class CountEach extends DoFn<Long, Void> {
    private final Counter counter = Metrics.counter(NAMESPACE, COUNTER);

    @ProcessElement
    public void process() {
      counter.inc();
    }
  }

  private static final class Broken extends DoFn<Integer, Void> {
    @ProcessElement
    public void process(@Element Integer number) {
      if (number == 9) {
        throw new UserException("on purpose");
      }
    }
  }

  private static final class Endless extends DoFn<Integer, Void> {
    @ProcessElement
    public void process() throws InterruptedException {
      Thread.currentThread().join(); // until Flink interrupts it
    }
  }

  static final class UserException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UserException(String message) {
      super(message);
    }
  }
}
