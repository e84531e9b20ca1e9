package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Reshuffles by random and by known keys. Determined: every element with its timestamp. */
final class ReshufflePipeline implements FaultPipeline {
  private static final int KEYS = 7;

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.inTime(pipeline, schedule)
        .apply("Random", Reshuffle.viaRandomKey())
        .apply(
            "Key",
            WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("ByKey", Reshuffle.of())
        .apply("Values", Values.create())
        .apply("Describe", ParDo.of(new Describe()));
  }
}
