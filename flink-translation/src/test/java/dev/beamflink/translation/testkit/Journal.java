package dev.beamflink.translation.testkit;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where operators of a test job, in the same JVM, write down what happens; one per test. */
public record Journal(String id) implements Serializable {

  private static final Map<String, List<String>> ENTRIES = new ConcurrentHashMap<>();

  public static Journal create() {
    Journal journal = new Journal(UUID.randomUUID().toString());
    ENTRIES.put(journal.id, new CopyOnWriteArrayList<>());
    return journal;
  }

  public void write(String entry) {
    ENTRIES.get(id).add(entry);
  }

  public List<String> entries() {
    return List.copyOf(ENTRIES.get(id));
  }

  public long count(String entry) {
    return ENTRIES.get(id).stream().filter(entry::equals).count();
  }
}
