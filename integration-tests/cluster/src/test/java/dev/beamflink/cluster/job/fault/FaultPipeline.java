package dev.beamflink.cluster.job.fault;

import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/**
 * A pipeline whose determined results are known: lines that must come out once each, in any order,
 * however often the job fails on the way.
 */
public interface FaultPipeline {

  /** Applies the pipeline's transforms, from its sources to the lines. */
  PCollection<String> lines(Pipeline pipeline, Schedule schedule);

  /** Where the pipeline's user code can be made to go wrong. */
  default Set<Phase> phases() {
    return EnumSet.of(
        Phase.START_BUNDLE, Phase.PROCESS, Phase.FINISH_BUNDLE, Phase.CHECKPOINT_MARK);
  }
}
