package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** An unbounded Read with several splits. Determined: every element with its timestamp. */
final class ReadPipeline implements FaultPipeline {

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.withLate(pipeline, schedule).apply("Describe", ParDo.of(new Describe()));
  }
}
