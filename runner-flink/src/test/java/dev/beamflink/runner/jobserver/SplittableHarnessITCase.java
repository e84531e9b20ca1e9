package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splittable DoFns without end that run in an SDK harness. */
class SplittableHarnessITCase {

  private static final int NUMBERS = 40;

  private static final ConcurrentLinkedQueue<Long> SEEN = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<Long> CALLS = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private PortablePipelines pipelines;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    CALLS.clear();
    pipelines = new PortablePipelines(directory);
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
  }

  @Test
  void restIsTakenUpAgain() throws Exception {
    run(new ResumingFn());
    assertEquals(List.of(0L, 10L, 20L, 30L), CALLS.stream().sorted().toList());
  }

  /** It does not give anything back by itself, and longer than a slice lasts. */
  @Test
  void restIsSplitOffWhereAnSdkGivesNothingBack() throws Exception {
    run(new LongFn());
    assertTrue(CALLS.size() > 1, CALLS::toString);
  }

  private void run(DoFn<String, Long> fn) throws Exception {
    PortablePipelineOptions options = pipelines.options(true);
    options.as(FlinkPipelineOptions.class).setCheckpointingInterval(200L);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of("a"))
        .apply("Numbers", ParDo.of(fn))
        .apply("See", ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(LongStream.range(0, NUMBERS).boxed().toList(), SEEN.stream().sorted().toList());
  }

  private abstract static class NumbersFn extends DoFn<String, Long> {
    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, NUMBERS);
    }
  }

  @UnboundedPerElement
  private static final class ResumingFn extends NumbersFn {
    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      long first = tracker.currentRestriction().getFrom();
      CALLS.add(first);
      for (long number = first; number < first + 10; number++) {
        if (!tracker.tryClaim(number)) {
          return ProcessContinuation.stop();
        }
        out.output(number);
      }
      return ProcessContinuation.resume().withResumeDelay(Duration.millis(10));
    }
  }

  @UnboundedPerElement
  private static final class LongFn extends NumbersFn {
    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out)
        throws InterruptedException {
      long number = tracker.currentRestriction().getFrom();
      CALLS.add(number);
      while (tracker.tryClaim(number)) {
        out.output(number);
        number++;
        Thread.sleep(50);
      }
      return ProcessContinuation.stop();
    }
  }

  private static final class SeeFn extends DoFn<Long, Void> {
    @ProcessElement
    public void process(@Element Long number) {
      SEEN.add(number);
    }
  }
}
