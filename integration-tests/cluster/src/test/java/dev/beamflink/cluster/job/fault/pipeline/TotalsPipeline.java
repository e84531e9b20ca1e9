package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Phase;
import dev.beamflink.cluster.job.fault.Schedule;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * State, timers and windows that take as much memory at the end of a run as after its first minute:
 * elements wait for the timer of their second and are grouped in windows, whose groups are added to
 * the totals of their key. Determined: the totals, which come out at the end of time.
 */
final class TotalsPipeline implements FaultPipeline {
  private static final int KEYS = 500;
  private static final Duration SIZE = Duration.standardSeconds(10);

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.inTime(pipeline, schedule)
        .apply(
            "Key",
            WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Wait", ParDo.of(new WaitForSecond(schedule)))
        .apply(
            "KeyLines",
            WithKeys.<Integer, String>of(line -> Math.floorMod(line.hashCode(), KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Windows", Window.into(FixedWindows.of(SIZE)))
        .apply("Group", GroupByKey.create())
        .apply("Global", Window.into(new GlobalWindows()))
        .apply("AddUp", ParDo.of(new AddUp()));
  }

  @Override
  public Set<Phase> phases() {
    return EnumSet.allOf(Phase.class);
  }
}
