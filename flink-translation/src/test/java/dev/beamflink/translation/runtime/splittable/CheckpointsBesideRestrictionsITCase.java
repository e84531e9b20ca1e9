package dev.beamflink.translation.runtime.splittable;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.TestCluster;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Restrictions that never stop claiming let checkpoints through, one after the other, and go on
 * behind each.
 */
@Timeout(120)
class CheckpointsBesideRestrictionsITCase {

  private static final int CHECKPOINTS = 20;

  /** Of all subtasks of the job that runs. */
  private static final AtomicLong CLAIMS = new AtomicLong();

  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "false, false, true",
    "false, true, false",
    "true, false, false",
    "true, false, true",
    "true, true, false"
  })
  void checkpointsFollowEachOther(boolean unbounded, boolean withSideInput, boolean withOutput)
      throws Exception {
    CLAIMS.set(0);
    JobID job = cluster.submit(job(unbounded, withSideInput, withOutput));
    TestCluster.await("first claim", () -> CLAIMS.get() > 0);
    long first = cluster.completedCheckpoints(job);
    for (int i = 1; i <= CHECKPOINTS; i++) {
      long next = first + i;
      TestCluster.await("checkpoint " + next, () -> cluster.completedCheckpoints(job) >= next);
      long before = CLAIMS.get();
      TestCluster.await("claims behind checkpoint " + next, () -> CLAIMS.get() > before);
    }
    cluster.cancel(job);
  }

  private static StreamExecutionEnvironment job(
      boolean unbounded, boolean withSideInput, boolean withOutput) {
    Pipeline pipeline = Pipeline.create();
    PCollectionView<Long> view =
        pipeline
            .apply("Side impulse", Impulse.create())
            .apply("Side", MapElements.into(TypeDescriptors.longs()).via(unused -> 1L))
            .apply("View", View.asSingleton());
    ParDo.SingleOutput<byte[], Long> read =
        ParDo.of(unbounded ? new Unbounded(withOutput) : new Bounded(withOutput));
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Read", withSideInput ? read.withSideInputs(view) : read)
        .setCoder(VarLongCoder.of());
    StreamExecutionEnvironment environment = TestCluster.streaming(2, new Configuration());
    environment.enableCheckpointing(10);
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING,
            environment.getParallelism(),
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return environment;
  }

  private abstract static class Endless extends DoFn<byte[], Long> {

    private final boolean withOutput;

    Endless(boolean withOutput) {
      this.withOutput = withOutput;
    }

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    final void claim(RestrictionTracker<OffsetRange, Long> tracker, DoFn.OutputReceiver<Long> out) {
      long position = tracker.currentRestriction().getFrom();
      while (tracker.tryClaim(position)) {
        CLAIMS.incrementAndGet();
        if (withOutput) {
          out.output(position);
        }
        position++;
      }
    }
  }

  @DoFn.BoundedPerElement
  private static final class Bounded extends Endless {
    Bounded(boolean withOutput) {
      super(withOutput);
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      claim(tracker, out);
    }
  }

  @DoFn.UnboundedPerElement
  private static final class Unbounded extends Endless {
    Unbounded(boolean withOutput) {
      super(withOutput);
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      claim(tracker, out);
      return ProcessContinuation.stop();
    }
  }
}
