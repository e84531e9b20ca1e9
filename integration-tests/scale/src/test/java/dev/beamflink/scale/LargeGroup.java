package dev.beamflink.scale;

import java.time.Duration;
import java.util.Arrays;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * Puts many values under one key, in a JVM whose heap is smaller than they are, and checks that all
 * of them come out. Ends with an exception if not.
 *
 * <pre>
 * LargeGroup SHAPE VALUES BYTES [--option=value...]
 * </pre>
 */
public final class LargeGroup {

  private static final int PRODUCERS = 4;

  private LargeGroup() {}

  /** See the class. */
  public static void main(String[] arguments) {
    if (arguments.length < 3) {
      throw new IllegalArgumentException(
          "usage: LargeGroup SHAPE VALUES BYTES [--option=value...]");
    }
    Shape shape = Shape.valueOf(arguments[0]);
    long count = Long.parseLong(arguments[1]) / PRODUCERS * PRODUCERS;
    int bytes = Integer.parseInt(arguments[2]);
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(Arrays.copyOfRange(arguments, 3, arguments.length))
                .create());
    shape.expand(
        pipeline
            .apply("Producers", Create.of(0, 1, 2, 3))
            .apply("Values", ParDo.of(new Values(count / PRODUCERS, bytes))),
        count);
    long start = System.nanoTime();
    PipelineResult result = pipeline.run();
    State end = result.waitUntilFinish();
    long groups = counter(result, Expectation.GROUPS);
    if (end != State.DONE || groups != 1) {
      throw new IllegalStateException("The job ended as " + end + " with " + groups + " groups");
    }
    System.out.printf(
        "%s: %,d values of %,d bytes (%,d MB) under one key in a heap of %d MB, %d s%n",
        shape,
        count,
        bytes,
        count * bytes / 1_000_000,
        Runtime.getRuntime().maxMemory() >> 20,
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(Expectation.class, name))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
