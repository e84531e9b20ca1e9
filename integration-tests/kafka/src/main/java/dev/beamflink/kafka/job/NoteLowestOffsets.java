package dev.beamflink.kafka.job;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Notes the lowest offset of each partition that it gets to see, {@code PARTITION OFFSET}, in a
 * file of its own: where the reader began when the job started, or was restored. Passes key and
 * value on.
 */
final class NoteLowestOffsets extends DoFn<KafkaRecord<String, String>, KV<String, String>> {
  @Serial private static final long serialVersionUID = 1L;

  private final String directory;
  private transient @Nullable Path file; // from setup on
  private transient Map<Integer, Long> lowest = Map.of();

  /**
   * @param directory is there already
   */
  NoteLowestOffsets(String directory) {
    this.directory = directory;
  }

  @Setup
  public void setUp() {
    file = Path.of(directory, UUID.randomUUID().toString());
    lowest = new HashMap<>();
  }

  @ProcessElement
  public void process(
      @Element KafkaRecord<String, String> record, OutputReceiver<KV<String, String>> output)
      throws IOException {
    if (record.getOffset() < lowest.getOrDefault(record.getPartition(), Long.MAX_VALUE)) {
      lowest.put(record.getPartition(), record.getOffset());
      note(record.getPartition() + " " + record.getOffset() + System.lineSeparator());
    }
    output.output(record.getKV());
  }

  private void note(String line) throws IOException {
    if (file != null) {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
