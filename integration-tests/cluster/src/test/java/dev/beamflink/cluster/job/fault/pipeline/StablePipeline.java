package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import java.io.Serial;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * A sink that requires stable input behind user code that gives something else each time.
 * Determined: that the sink writes each number, again after a restart, but always with the same
 * name.
 */
final class StablePipeline implements FaultPipeline {

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.inTime(pipeline, schedule)
        .apply("Name", ParDo.of(new AddName()))
        .apply("Write", ParDo.of(new WriteNames(schedule)));
  }

  private static final class AddName extends DoFn<Long, String> {
    @Serial private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<String> output) {
      output.output("%d %s".formatted(number, UUID.randomUUID()));
    }
  }
}
