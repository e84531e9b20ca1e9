package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.NumbersFn;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job with state and timers on ForSt, which is experimental: its savepoints. */
@Timeout(120)
class ForStITCase {

  private static final long COUNT = 10_000;
  private static final int KEYS = 10;

  private static TestCluster cluster;

  private final Journal journal = Journal.create();

  @TempDir private Path savepoints;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Test
  void goesOnFromANativeSavepointAtAnotherParallelism() throws Exception {
    JobID job = cluster.submit(job(2, NumbersFn.bounded(10)));
    TestCluster.await("first element", () -> journal.count("first") > 0);
    String savepoint = cluster.stop(job, false, savepoints, SavepointFormatType.NATIVE);
    cluster.awaitEnd(cluster.submitFrom(savepoint, job(4, NumbersFn.bounded(1000))));
    List<String> sums = journal.entries().stream().filter(e -> !e.equals("first")).toList();
    assertEquals(
        IntStream.range(0, KEYS).mapToObj(key -> key + " " + sum(key)).toList(),
        sums.stream().sorted().toList());
  }

  private static long sum(int key) {
    long perKey = COUNT / KEYS;
    return perKey * key + KEYS * (perKey * (perKey - 1) / 2);
  }

  /** Flink looks at the format in the tasks only. */
  @Test
  void canonicalSavepointFailsTheJob() throws Exception {
    JobID job = cluster.submit(job(2, NumbersFn.endless()));
    cluster.awaitRunning(job);
    assertThrows(ExecutionException.class, () -> cluster.stop(job, false, savepoints));
    Throwable failure = cluster.awaitFailure(job);
    assertTrue(
        ExceptionUtils.findThrowableWithMessage(failure, "does not support CANONICAL savepoints")
            .isPresent(),
        () -> ExceptionUtils.stringifyException(failure));
  }

  private StreamExecutionEnvironment job(int parallelism, DoFn<Long, Long> numbers) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Count", MapElements.into(TypeDescriptors.longs()).via(unused -> COUNT))
        .apply("Numbers", ParDo.of(numbers))
        .setCoder(VarLongCoder.of())
        .apply(
            "Key",
            WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Sum", ParDo.of(new SumFn(journal)));
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "forst");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment = TestCluster.streaming(parallelism, configuration);
    environment.enableCheckpointing(Duration.ofHours(1).toMillis());
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            parallelism,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return environment;
  }

  private static final class SumFn extends DoFn<KV<Integer, Long>, Void> {

    @StateId("sum")
    private final StateSpec<CombiningState<Long, long[], Long>> sumSpec =
        StateSpecs.combining(Sum.ofLongs());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final Journal journal;

    SumFn(Journal journal) {
      this.journal = journal;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Long> element,
        @StateId("sum") CombiningState<Long, long[], Long> sum,
        @TimerId("end") Timer end) {
      if (sum.isEmpty().read()) {
        journal.write("first");
        end.set(GlobalWindow.INSTANCE.maxTimestamp());
      }
      sum.add(element.getValue());
    }

    @OnTimer("end")
    public void end(@Key Integer key, @StateId("sum") CombiningState<Long, long[], Long> sum) {
      journal.write(key + " " + sum.read());
    }
  }
}
