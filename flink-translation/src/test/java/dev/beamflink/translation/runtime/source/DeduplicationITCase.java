package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import dev.beamflink.translation.testkit.OnceCheckOperator;
import dev.beamflink.translation.testkit.SlowOperator;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source whose splits all deliver the same records, on a cluster. */
@Timeout(120)
class DeduplicationITCase {

  private static final int COUNT = 20_000;
  private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(100);

  private static TestCluster cluster;

  private final Journal journal = Journal.create();

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachRecordComesOnce(boolean failsOnce) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment environment = TestCluster.streaming(2, configuration);
    environment.enableCheckpointing(10);
    read(environment)
        .transform("slow", read(environment).getType(), new SlowOperator<>(failsOnce ? SLOW : 0))
        .uid("slow")
        .transform("check", Types.LONG, new OnceCheckOperator(journal, COUNT, failsOnce))
        .uid("check")
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>());
    cluster.awaitEnd(cluster.submit(environment));
    assertEquals(1, journal.count("finish after " + COUNT), journal.entries().toString());
    assertEquals(failsOnce ? 1 : 0, journal.count("restored some"), "else this proves nothing");
  }

  private DataStream<WindowedValue<Long>> read(StreamExecutionEnvironment environment) {
    if (environment.getTransformations().isEmpty()) {
      translate(environment);
    }
    return output(environment);
  }

  private void translate(StreamExecutionEnvironment environment) {
    List<Long> numbers = LongStream.range(0, COUNT).boxed().toList();
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Numbers",
        Read.from(
            ScriptedSource.of(
                new ScriptedSource.Script(0, true, false, true, journal),
                List.of(numbers, numbers, numbers))));
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            environment.getParallelism(),
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
  }

  @SuppressWarnings("unchecked") // the source makes numbers
  private static DataStream<WindowedValue<Long>> output(StreamExecutionEnvironment environment) {
    List<Transformation<?>> nodes = environment.getTransformations();
    return new DataStream<>(
        environment, (Transformation<WindowedValue<Long>>) nodes.get(nodes.size() - 1));
  }
}
