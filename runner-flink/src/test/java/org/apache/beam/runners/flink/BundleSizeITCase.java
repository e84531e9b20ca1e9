package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.DistributionResult;
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
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No bundle is larger than the option allows, whatever it is made of. */
class BundleSizeITCase {

  private static final int LIMIT = 10;
  private static final int KEYS = 55;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void elementsAndTimersCount(boolean streaming) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=TestFlinkRunner",
                    "--parallelism=1",
                    "--maxBundleSize=" + LIMIT,
                    "--streaming=" + streaming)
                .create());
    pipeline
        .apply(Create.of(range()))
        .apply(
            WithKeys.<Integer, Integer>of(number -> number).withKeyType(TypeDescriptors.integers()))
        .apply(ParDo.of(new CallsOfBundles()));
    DistributionResult calls =
        pipeline
            .run()
            .metrics()
            .queryMetrics(MetricsFilter.builder().build())
            .getDistributions()
            .iterator()
            .next()
            .getAttempted();
    assertEquals(2 * KEYS, calls.getSum(), "each key has an element and a timer");
    assertEquals(LIMIT, calls.getMax());
  }

  private static Iterable<Integer> range() {
    return IntStream.range(0, KEYS).boxed().toList();
  }

  private static final class CallsOfBundles extends DoFn<KV<Integer, Integer>, Void> {

    @TimerId("end")
    private final TimerSpec end = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final Distribution calls = Metrics.distribution(BundleSizeITCase.class, "calls");
    private transient int inBundle;

    @StartBundle
    public void start() {
      inBundle = 0;
    }

    @ProcessElement
    public void process(@TimerId("end") Timer timer) {
      inBundle++;
      timer.set(new Instant(1_000));
    }

    @OnTimer("end")
    public void fire() {
      inBundle++;
    }

    @FinishBundle
    public void finish() {
      calls.update(inBundle);
    }
  }
}
