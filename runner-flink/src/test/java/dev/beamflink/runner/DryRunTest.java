package dev.beamflink.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.runner.cluster.JobSubmitter;
import dev.beamflink.runner.plan.PlanFile;
import dev.beamflink.runner.plan.PlannedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on paper only. */
class DryRunTest {

  @TempDir private Path directory;

  /** A place where no job may go. */
  private static final class Nowhere implements JobSubmitter {
    @Override
    public StreamExecutionEnvironment environment(Configuration jobConfiguration) {
      return StreamExecutionEnvironment.createLocalEnvironment(3, jobConfiguration);
    }

    @Override
    public JobClient submit(StreamExecutionEnvironment environment, String jobName) {
      throw new AssertionError("submitted");
    }
  }

  private static PipelineResult run(String... arguments) {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("Words", Create.of("a", "b", "a")).apply("Count", Count.perElement());
    return new PipelineExecution(options, (chosen, problems) -> Optional.of(new Nowhere()))
        .run(pipeline);
  }

  @Test
  void itsResultIsDoneWithoutMetrics() throws IOException {
    PipelineResult result = run("--dryRun");
    assertEquals(State.DONE, result.getState());
    assertEquals(State.DONE, result.waitUntilFinish());
    assertEquals(State.DONE, result.waitUntilFinish(Duration.ZERO));
    assertEquals(State.DONE, result.cancel());
    assertFalse(
        result
            .metrics()
            .queryMetrics(MetricsFilter.builder().build())
            .getCounters()
            .iterator()
            .hasNext());
  }

  @Test
  void itsPlanNamesNodesAndStates() throws IOException {
    Path file = directory.resolve("plan.json");
    run("--dryRun", "--streaming", "--planFile=" + file);
    List<PlannedNode> nodes = PlanFile.read(file).nodes();
    PlannedNode group =
        nodes.stream()
            .filter(node -> node.uid().endsWith("Combine.perKey(Count)"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(nodes.toString()));
    assertEquals(3, group.parallelism());
    assertEquals(1024, group.maxParallelism());
    assertTrue(group.windowing().contains("GlobalWindows"), group.windowing());
    assertEquals("beam:coder:string_utf8:v1", String.valueOf(group.key()));
    List<String> states = group.states().stream().map(state -> state.name()).toList();
    assertTrue(
        states.containsAll(List.of("beam-timers", group.uid() + "/system:values")),
        states.toString());
  }

  @Test
  void aBatchJobHasNoStates() throws IOException {
    Path file = directory.resolve("plan.json");
    run("--dryRun", "--planFile=" + file);
    assertTrue(PlanFile.read(file).nodes().stream().allMatch(node -> node.states().isEmpty()));
  }
}
