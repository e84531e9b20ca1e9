package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Phase;
import dev.beamflink.cluster.job.fault.Schedule;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * A bounded splittable DoFn whose restrictions go from the busy subtask to the idle one all along.
 * Determined: every element with its timestamp.
 */
final class SharedPipeline implements FaultPipeline {

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.ofShared(pipeline, schedule).apply("Describe", ParDo.of(new Describe()));
  }

  @Override
  public Set<Phase> phases() {
    return EnumSet.of(Phase.START_BUNDLE, Phase.PROCESS, Phase.FINISH_BUNDLE);
  }
}
