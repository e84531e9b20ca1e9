package dev.beamflink.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records that go in, a pure function of their number: record n is value n / {@value #KEYS} of
 * key n % {@value #KEYS}. Behind the last one comes another one per partition, a window later, as
 * the offsets that a splittable read commits go by windows of {@link #COMMIT_WINDOW}.
 */
final class Content {
  static final int PARTITIONS = 4;
  static final int KEYS = 20;

  /** KafkaIO's own. */
  private static final Duration COMMIT_WINDOW = Duration.ofMinutes(5);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** From a record to the next one: so that such a window is over every few seconds. */
  private static final Duration STEP = Duration.ofSeconds(1);

  static ProducerRecord<String, String> record(String topic, int number) {
    int key = number % KEYS;
    return record(topic, key % PARTITIONS, time(number), "key-" + key, number / KEYS);
  }

  /** What comes behind so many records, in a partition. */
  static ProducerRecord<String, String> end(String topic, int partition, int records) {
    return record(topic, partition, time(records).plus(COMMIT_WINDOW), "end-" + partition, 0);
  }

  private static ProducerRecord<String, String> record(
      String topic, int partition, Instant time, String key, int value) {
    return new ProducerRecord<>(
        topic, partition, time.toEpochMilli(), key, Integer.toString(value));
  }

  private static Instant time(int number) {
    return START.plus(STEP.multipliedBy(number));
  }

  /** Returns how many values each key has, if so many records came. */
  static Map<String, Integer> valuesPerKey(int records) {
    Map<String, Integer> values = new TreeMap<>();
    IntStream.range(0, records)
        .forEach(number -> values.merge("key-" + number % KEYS, 1, Integer::sum));
    return values;
  }

  /** The same with the ends. */
  static Map<String, Integer> valuesPerKeyWithEnds(int records) {
    Map<String, Integer> values = valuesPerKey(records);
    IntStream.range(0, PARTITIONS).forEach(partition -> values.put("end-" + partition, 1));
    return values;
  }

  private Content() {}
}
