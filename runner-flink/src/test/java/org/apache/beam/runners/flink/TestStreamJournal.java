package org.apache.beam.runners.flink;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.transforms.DoFn;

/** Notes what DoFns of one test do, in the JVM that runs them all. Serialisable by its id. */
record TestStreamJournal(String id) implements java.io.Serializable {

  private static final Map<String, Queue<String>> ENTRIES = new ConcurrentHashMap<>();

  static TestStreamJournal create() {
    return new TestStreamJournal(UUID.randomUUID().toString());
  }

  void note(String entry) {
    ENTRIES.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>()).add(entry);
  }

  List<String> entries() {
    return List.copyOf(ENTRIES.getOrDefault(id, new ConcurrentLinkedQueue<>()));
  }

  /** Notes each element. */
  static final class Note<T> extends DoFn<T, Void> {

    private final TestStreamJournal journal;
    private final String prefix;

    Note(TestStreamJournal journal, String prefix) {
      this.journal = journal;
      this.prefix = prefix;
    }

    @ProcessElement
    public void process(@Element T element) {
      journal.note(prefix + element);
    }
  }
}
