package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Phase;
import dev.beamflink.cluster.job.fault.Schedule;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * A stateful DoFn that keeps elements until an event-time timer of their second sends them on, and
 * counts them. Determined: every element, the timer that sent it, and the count of each key.
 */
final class TimersPipeline implements FaultPipeline {
  private static final int KEYS = 20;

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.inTime(pipeline, schedule)
        .apply(
            "Key",
            WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Wait", ParDo.of(new WaitForSecond(schedule)));
  }

  @Override
  public Set<Phase> phases() {
    return EnumSet.allOf(Phase.class);
  }
}
