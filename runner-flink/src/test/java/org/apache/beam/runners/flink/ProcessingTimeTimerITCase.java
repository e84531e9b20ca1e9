package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processing-time timers that are still set when a streaming job's input has ended. */
@Timeout(60)
class ProcessingTimeTimerITCase {

  private static final String NAMESPACE = "ProcessingTimeTimerITCase";

  /** A job that waited for it would be over its time limit. */
  private static final Duration LONG = Duration.standardHours(1);

  @Test
  void jobWaitsForTimersOfTheGlobalWindow() {
    assertEquals(2, fired(new GlobalWindows(), new Later(Duration.millis(50))));
  }

  @Test
  void jobDoesNotWaitForTimersOfExpiredWindows() {
    assertEquals(0, fired(FixedWindows.of(Duration.standardMinutes(1)), new Later(LONG)));
  }

  @Test
  void jobDoesNotWaitForTimersOfAGlobalWindowWhoseExpirationWasHandled() {
    assertEquals(2, fired(new GlobalWindows(), new LaterOrAtTheEnd()));
  }

  private static long fired(WindowFn<Object, ?> windows, DoFn<KV<String, Integer>, Void> doFn) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=TestFlinkRunner", "--parallelism=2", "--streaming=true")
                .create());
    pipeline
        .apply(Create.of(KV.of("a", 1), KV.of("b", 2)))
        .apply(Window.into(windows))
        .apply("Later", ParDo.of(doFn));
    PipelineResult result = pipeline.run();
    assertEquals(PipelineResult.State.DONE, result.getState());
    long sum = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(NAMESPACE, "fired"))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static final class Later extends DoFn<KV<String, Integer>, Void> {

    @TimerId("later")
    private final TimerSpec timer = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final Duration delay;

    private Later(Duration delay) {
      this.delay = delay;
    }

    @ProcessElement
    public void process(@TimerId("later") Timer later) {
      later.offset(delay).setRelative();
    }

    @OnTimer("later")
    public void fire() {
      Metrics.counter(NAMESPACE, "fired").inc();
    }
  }

  private static final class LaterOrAtTheEnd extends DoFn<KV<String, Integer>, Void> {

    @TimerId("later")
    private final TimerSpec timer = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(@TimerId("later") Timer later) {
      later.offset(LONG).setRelative();
    }

    @OnTimer("later")
    public void fire() {
      throw new IllegalStateException("The window has expired");
    }

    @OnWindowExpiration
    public void end() {
      Metrics.counter(NAMESPACE, "fired").inc();
    }
  }
}
