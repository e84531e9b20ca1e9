package dev.beamflink.kafka.job;

import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * The time that the producer gave a record; it never goes back within a partition. So time passes
 * by records only, also while a partition is idle.
 */
final class RecordTime extends TimestampPolicy<String, String> {
  private Instant watermark;

  /**
   * @param previous where an earlier reader of the partition had come to
   */
  RecordTime(Optional<Instant> previous) {
    this.watermark = previous.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<String, String> record) {
    watermark = Instant.ofEpochMilli(record.getTimestamp());
    return watermark;
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return watermark;
  }
}
