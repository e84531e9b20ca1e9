package dev.beamflink.runner.savepoint;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.transforms.DoFn;

/** What the user code of one job tells the test, in the JVM that runs both. */
record Trace(String id) implements Serializable {

  private static final Map<String, AtomicLong> PASSED = new ConcurrentHashMap<>();
  private static final Map<String, Queue<String>> LINES = new ConcurrentHashMap<>();

  static Trace create() {
    Trace trace = new Trace(UUID.randomUUID().toString());
    PASSED.put(trace.id, new AtomicLong());
    LINES.put(trace.id, new ConcurrentLinkedQueue<>());
    return trace;
  }

  /** How many elements have come by {@link Count}. */
  long passed() {
    return PASSED.get(id).get();
  }

  void add(String line) {
    LINES.get(id).add(line);
  }

  /** The job's results, sorted. */
  List<String> lines() {
    return LINES.get(id).stream().sorted().toList();
  }

  /** Counts elements that come by. */
  static final class Count extends DoFn<Long, Long> {

    private final Trace trace;

    Count(Trace trace) {
      this.trace = trace;
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      PASSED.get(trace.id).incrementAndGet();
      out.output(number);
    }
  }
}
