package dev.beamflink.kafka.job;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.joda.time.Duration;

/**
 * Reads a topic, counts per key, writes each record with its count exactly once, and commits the
 * offsets of what checkpoints hold. All of it is KafkaIO as users have it.
 */
public final class KafkaJob {
  private static final int RECORDS_PER_TRANSACTION = 100;
  private static final Duration LONGEST_WAIT = Duration.millis(200);

  public static void main(String[] arguments) {
    PipelineOptionsFactory.register(KafkaJobOptions.class);
    KafkaJobOptions options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(KafkaJobOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", read(options))
        .apply("Note offsets", ParDo.of(new NoteLowestOffsets(options.getLowestOffsets())))
        .apply("Count", ParDo.of(new CountPerKey()))
        .apply("Write", write(options));
    pipeline.run();
  }

  private static KafkaIO.Read<String, String> read(KafkaJobOptions options) {
    return KafkaIO.<String, String>read()
        .withBootstrapServers(options.getBroker())
        .withTopic(options.getInput())
        .withKeyDeserializer(StringDeserializer.class)
        .withValueDeserializer(StringDeserializer.class)
        .withConsumerConfigUpdates(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                options.getReadGroup(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false))
        .withTimestampPolicyFactory((partition, watermark) -> new RecordTime(watermark))
        .commitOffsetsInFinalize();
  }

  private static KafkaIO.Write<String, String> write(KafkaJobOptions options) {
    return KafkaIO.<String, String>write()
        .withBootstrapServers(options.getBroker())
        .withTopic(options.getOutput())
        .withKeySerializer(StringSerializer.class)
        .withValueSerializer(StringSerializer.class)
        .withEOS(options.getShards(), options.getSinkGroup())
        .withEOSTriggerConfig(RECORDS_PER_TRANSACTION, LONGEST_WAIT);
  }

  private KafkaJob() {}
}
