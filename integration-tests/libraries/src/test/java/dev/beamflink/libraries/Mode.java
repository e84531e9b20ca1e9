package dev.beamflink.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.PCollection;

/** How a test's pipeline runs: each in two subtasks, streaming with checkpoints. */
enum Mode {
  BATCH,
  STREAMING {
    @Override
    Pipeline pipeline() {
      return create("--streaming", "--checkpointingInterval=200", "--numberOfExecutionRetries=0");
    }

    @Override
    <T> PCollection<T> source(PCollection<T> bounded) {
      return bounded.setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED);
    }
  };

  Pipeline pipeline() {
    return create();
  }

  /**
   * The collection, which libraries take for an unbounded one in streaming: most expand to
   * something else then.
   */
  <T> PCollection<T> source(PCollection<T> bounded) {
    return bounded;
  }

  private static Pipeline create(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--runner=TestFlinkRunner", "--parallelism=2"));
    all.addAll(List.of(arguments));
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).withValidation().create());
  }

  /** Runs the pipeline, all of whose assertions have to be made, and to hold. */
  static PipelineResult run(Pipeline pipeline) {
    int assertions = PAssert.countAsserts(pipeline);
    PipelineResult result = pipeline.run();
    assertEquals(PipelineResult.State.DONE, result.getState());
    assertEquals(assertions, counter(result, PAssert.class, PAssert.SUCCESS_COUNTER));
    return result;
  }

  private static long counter(PipelineResult result, Class<?> namespace, String name) {
    MetricQueryResults metrics =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(namespace, name))
                    .build());
    return StreamSupport.stream(metrics.getCounters().spliterator(), false)
        .mapToLong(counter -> counter.getAttempted())
        .sum();
  }
}
