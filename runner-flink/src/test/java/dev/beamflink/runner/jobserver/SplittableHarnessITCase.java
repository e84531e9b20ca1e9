package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobRequest;
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
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker.TruncateResult;
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
  private static final ConcurrentLinkedQueue<Long> CUTS = new ConcurrentLinkedQueue<>();
  private static CountDownLatch underWay;

  @TempDir private Path directory;
  private PortablePipelines pipelines;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    CALLS.clear();
    CUTS.clear();
    underWay = new CountDownLatch(NUMBERS);
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

  /** The SDK says how much of what is left belongs to a job that drains. */
  @Test
  void restIsTruncatedWhenTheJobDrains() throws Exception {
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(Create.of("a"))
        .apply("Numbers", ParDo.of(new EndlessFn()))
        .apply("See", ParDo.of(new SeeFn()));
    TestJobClient client = pipelines.client();
    String job = client.run(PortablePipelines.proto(pipeline), pipeline.getOptions());
    assertTrue(underWay.await(60, TimeUnit.SECONDS), "the first numbers");
    assertEquals(
        JobState.Enum.DRAINING,
        client.stub().drain(DrainJobRequest.newBuilder().setJobId(job).build()).getState());
    assertEquals(
        JobState.Enum.DRAINED, client.states(job).stream().reduce((first, last) -> last).get());
    assertEquals(1, CUTS.size(), CUTS::toString);
    assertEquals(
        LongStream.range(0, CUTS.remove()).boxed().toList(), SEEN.stream().sorted().toList());
  }

  private PortablePipelineOptions options() throws Exception {
    PortablePipelineOptions options = pipelines.options(true);
    options.as(FlinkPipelineOptions.class).setCheckpointingInterval(200L);
    return options;
  }

  private void run(DoFn<String, Long> fn) throws Exception {
    Pipeline pipeline = Pipeline.create(options());
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

  @UnboundedPerElement
  private static final class EndlessFn extends DoFn<String, Long> {
    @GetInitialRestriction
    public OffsetRange initial() {
      return new OffsetRange(0, Long.MAX_VALUE);
    }

    @TruncateRestriction
    @SuppressWarnings("unchecked") // what Beam's method returns is raw
    public TruncateResult<OffsetRange> truncate(@Restriction OffsetRange rest) {
      long end = rest.getFrom() + 5;
      CUTS.add(end);
      return TruncateResult.of(new OffsetRange(rest.getFrom(), end));
    }

    @ProcessElement
    public ProcessContinuation process(
        RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      long first = tracker.currentRestriction().getFrom();
      for (long number = first; number < first + 10; number++) {
        if (!tracker.tryClaim(number)) {
          return ProcessContinuation.stop();
        }
        out.output(number);
      }
      return ProcessContinuation.resume().withResumeDelay(Duration.millis(10));
    }
  }

  private static final class SeeFn extends DoFn<Long, Void> {
    @ProcessElement
    public void process(@Element Long number) {
      SEEN.add(number);
      underWay.countDown();
    }
  }
}
