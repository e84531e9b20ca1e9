package dev.beamflink.cluster.job.fault;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/**
 * Where a reader stands. Once it has been finalized, nothing before it may be asked for again, as
 * with a queue that forgets what was acknowledged.
 *
 * @param nextOffset the first that was not read
 */
record OffsetMark(Schedule schedule, String source, int split, long nextOffset)
    implements CheckpointMark, Serializable {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public void finalizeCheckpoint() throws IOException {
    Path file = file();
    if (acknowledged(file) < nextOffset) {
      Meeting.put(file, Long.toString(nextOffset));
    }
  }

  void checkNothingAcknowledgedIsReadAgain() throws IOException {
    long acknowledged = acknowledged(file());
    if (acknowledged > nextOffset) {
      schedule
          .meeting()
          .violated(
              "Split %d of %s is read from %d, but was acknowledged up to %d"
                  .formatted(split, source, nextOffset, acknowledged));
    }
  }

  OffsetMark at(long offset) {
    return new OffsetMark(schedule, source, split, offset);
  }

  private Path file() {
    return schedule.meeting().acknowledged(source, split);
  }

  private static long acknowledged(Path file) throws IOException {
    return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
  }
}
