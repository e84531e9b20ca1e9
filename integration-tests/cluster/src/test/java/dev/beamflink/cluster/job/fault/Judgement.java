package dev.beamflink.cluster.job.fault;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/** Collects lines in a {@link Tally}, behind another point where user code fails. */
final class Judgement extends PTransform<PCollection<String>, PCollection<Void>> {
  private static final int KEYS = 16;

  private final Schedule schedule;

  Judgement(Schedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public PCollection<Void> expand(PCollection<String> lines) {
    return lines
        .apply("Fail", ParDo.of(new FaultPoint<>(schedule)))
        .apply(
            "Global",
            Window.<String>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply(
            "Key",
            WithKeys.<Integer, String>of(line -> Math.floorMod(line.hashCode(), KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Tally", ParDo.of(new Tally(schedule)));
  }
}
