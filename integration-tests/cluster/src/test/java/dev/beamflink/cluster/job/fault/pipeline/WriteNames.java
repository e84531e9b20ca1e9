package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.Schedule;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Appends each element to a file of its own instance as soon as it comes, and passes it on. */
final class WriteNames extends DoFn<String, String> {
  @Serial private static final long serialVersionUID = 1L;

  private final Schedule schedule;
  private transient @Nullable Path file;

  WriteNames(Schedule schedule) {
    this.schedule = schedule;
  }

  @RequiresStableInput
  @ProcessElement
  public void process(@Element String named, OutputReceiver<String> output) throws IOException {
    if (file == null) {
      Path directory = Files.createDirectories(schedule.meeting().writes());
      file = directory.resolve(UUID.randomUUID().toString());
    }
    Files.writeString(file, named + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    output.output("named " + named);
  }
}
