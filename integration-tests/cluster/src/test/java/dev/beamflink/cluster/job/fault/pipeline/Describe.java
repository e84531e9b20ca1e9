package dev.beamflink.cluster.job.fault.pipeline;

import java.io.Serial;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Instant;

/** A line for each number, with its timestamp. */
final class Describe extends DoFn<Long, String> {
  @Serial private static final long serialVersionUID = 1L;

  @ProcessElement
  public void process(
      @Element Long number, @Timestamp Instant timestamp, OutputReceiver<String> output) {
    output.output("element %d at %s".formatted(number, timestamp));
  }
}
