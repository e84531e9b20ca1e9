package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.runtime.stage.InProcessExecutors;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * User code that fails when a checkpoint ends its bundle, while the source's coordinator has an
 * event for its reader that Flink holds back until the checkpoint is over.
 */
@Timeout(120)
class FailureAtBarrierITCase {

  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Test
  void jobFailsWithTheUsersException() throws Exception {
    JobID job = cluster.submit(job());
    Throwable failure = cluster.awaitFailure(job);
    assertTrue(
        ExceptionUtils.findThrowableWithMessage(failure, "on purpose").isPresent(),
        () -> ExceptionUtils.stringifyException(failure));
  }

  private static StreamExecutionEnvironment job() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment = TestCluster.streaming(1, configuration);
    environment.enableCheckpointing(200);
    TypeInformation<WindowedValue<Object>> type = type();
    environment
        .fromSource(new HeldBackEventSource(type), WatermarkStrategy.noWatermarks(), "source")
        .transform("broken", type, new StageOperatorFactory(spec()));
    return environment;
  }

  @SuppressWarnings("unchecked") // elements are byte arrays
  private static TypeInformation<WindowedValue<Object>> type() {
    Coder<Object> coder = (Coder<Object>) (Coder<?>) ByteArrayCoder.of();
    return CoderTypeInformation.of(WindowedValueCoder.of(coder, GlobalWindow.Coder.INSTANCE));
  }

  private static StageOperatorSpec spec() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Impulse.create()).apply("Broken", ParDo.of(new FailsAtTheEnd()));
    ExecutionPlan plan =
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING);
    StageNode node =
        plan.nodes().stream()
            .filter(StageNode.class::isInstance)
            .map(StageNode.class::cast)
            .findFirst()
            .orElseThrow();
    StageSpec stage =
        new StageSpec(
            node.id().value(),
            plan.graph().components(),
            node.transforms().stream().map(TransformId::value).toList(),
            node.input().value(),
            node.outputs().stream().map(CollectionId::value).toList(),
            DeferredOptions.of(pipeline.getOptions()));
    return new StageOperatorSpec(
        stage, InProcessExecutors.INSTANCE, List.of(), new BundleLimits(1000, 60_000));
  }

  /** Its tear-down takes longer than the event that was held back. */
  private static final class FailsAtTheEnd extends DoFn<byte[], Void> {

    private static final Duration TEARDOWN = Duration.ofSeconds(1);

    @ProcessElement
    public void process() {}

    @FinishBundle
    public void finishBundle() {
      throw new IllegalStateException("on purpose");
    }

    @Teardown
    public void tearDown() throws InterruptedException {
      Thread.sleep(TEARDOWN.toMillis());
    }
  }
}
