package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.time.Duration;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Specs with what tests seldom care about filled in. */
final class Specs {

  static final ReadTransform READ = new ReadTransform("My/Read", "beam:transform:read:v1");
  static final EndPolicy WHEN_DONE = new EndPolicy.WhenDone();
  private static final DeferredOptions OPTIONS =
      DeferredOptions.of(PipelineOptionsFactory.create());

  private Specs() {}

  static DeferredOptions options() {
    return OPTIONS;
  }

  static UserCode userCode() {
    return new UserCode(READ, metrics());
  }

  /** Metrics of a reader without checkpoints, which go nowhere. */
  static MetricsAccumulator metrics() {
    return new MetricsAccumulator(1, false, false);
  }

  static BoundedReadSpec<Long> bounded(BoundedSource<Long> source, EndPolicy endPolicy) {
    return new BoundedReadSpec<>(READ, source, options(), new BundleSize.PerReader(2), endPolicy);
  }

  static UnboundedReadSpec<Long> unbounded(
      UnboundedSource<Long, ?> source, int splits, EndPolicy endPolicy) {
    return new UnboundedReadSpec<>(
        READ, source, options(), splits, VarLongCoder.of(), Duration.ofMillis(100), endPolicy);
  }
}
