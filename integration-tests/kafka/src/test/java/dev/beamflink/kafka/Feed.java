package dev.beamflink.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Produces {@link Content} to a topic at a steady rate, in a thread of its own, until it is ended.
 */
final class Feed implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int RECORDS_PER_PAUSE = 5;

  private final String topic;
  private final KafkaProducer<String, String> producer;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::produce, "feed");
  private volatile boolean ends;
  private int records;

  private Feed(String broker, String topic) {
    this.topic = topic;
    this.producer = Clients.producer(broker);
    thread.setDaemon(true);
    thread.start();
  }

  static Feed start(String broker, String topic) {
    return new Feed(broker, topic);
  }

  /** Ends the content and returns how many records it has, without the ends. */
  int end() throws InterruptedException {
    ends = true;
    thread.join();
    if (failure.get() != null) {
      throw new IllegalStateException("Cannot produce to " + topic, failure.get());
    }
    return records;
  }

  /** Puts the ends behind the content, which has ended. */
  void produceEnds() throws Exception {
    for (int partition = 0; partition < Content.PARTITIONS; partition++) {
      producer.send(Content.end(topic, partition, records)).get();
    }
  }

  private void produce() {
    try {
      while (!ends) {
        for (int sent = 0; sent < RECORDS_PER_PAUSE; sent++) {
          producer.send(Content.record(topic, records), (metadata, e) -> note(e));
          records++;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
      producer.flush();
    } catch (InterruptedException | RuntimeException e) {
      note(e);
    }
  }

  private void note(Throwable e) {
    if (e != null) {
      failure.compareAndSet(null, e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    ends = true;
    thread.join();
    producer.close(Duration.ZERO);
  }
}
