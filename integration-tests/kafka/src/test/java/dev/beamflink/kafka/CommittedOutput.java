package dev.beamflink.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The judge's view of the output topic: what transactions have committed, read from its start. */
final class CommittedOutput implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, String> consumer;
  private final List<TopicPartition> partitions;
  private final Map<String, Map<String, Integer>> values = new TreeMap<>();

  CommittedOutput(String broker, String topic) {
    this.consumer = Clients.readCommitted(broker);
    this.partitions =
        IntStream.range(0, Content.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on to what has been committed by now, and returns all: key, value, how often it came. */
  Map<String, Map<String, Integer>> read() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
      consumer.poll(POLL).forEach(this::add);
    }
    return values;
  }

  private void add(ConsumerRecord<String, String> record) {
    values
        .computeIfAbsent(record.key(), key -> new TreeMap<>())
        .merge(record.value(), 1, Integer::sum);
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
