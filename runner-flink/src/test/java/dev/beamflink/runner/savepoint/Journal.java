package dev.beamflink.runner.savepoint;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.transforms.DoFn;

/** What the pipelines of a test in this JVM have put out. */
public final class Journal {

  private static final Collection<String> ENTRIES = new ConcurrentLinkedQueue<>();

  private Journal() {}

  public static void clear() {
    ENTRIES.clear();
  }

  /** All entries, sorted. */
  public static List<String> entries() {
    return ENTRIES.stream().sorted().toList();
  }

  /** How many entries start so. */
  public static long count(String prefix) {
    return ENTRIES.stream().filter(entry -> entry.startsWith(prefix)).count();
  }

  public static void add(String entry) {
    ENTRIES.add(entry);
  }

  /** Writes its input down, behind a name. */
  public static final class WriteFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    private final String name;

    public WriteFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element T element) {
      add(name + " " + element);
    }
  }
}
