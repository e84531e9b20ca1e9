package dev.beamflink.runner.jobserver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server knows: pipelines that were prepared, jobs that run, and the last ones that have
 * ended. Safe for any thread.
 */
final class Jobs {

  /** A client that prepares and never runs must not fill the memory. */
  private static final int MAX_PREPARATIONS = 100;

  private final int historySize;

  // Guarded by this; oldest first.
  private final Map<String, Preparation> preparations = new LinkedHashMap<>();
  private final Map<String, PortableJob> jobs = new LinkedHashMap<>();

  Jobs(int historySize) {
    this.historySize = historySize;
  }

  /** Keeps a preparation; answers the oldest ones if there were too many. */
  synchronized List<Preparation> add(Preparation preparation) {
    preparations.put(preparation.id(), preparation);
    List<Preparation> dropped = new ArrayList<>();
    Iterator<Preparation> oldestFirst = preparations.values().iterator();
    long bytes = preparations.values().stream().mapToLong(Preparation::bytes).sum();
    while (preparations.size() > 1
        && (preparations.size() > MAX_PREPARATIONS || bytes > RequestSizes.largest())) {
      Preparation oldest = oldestFirst.next();
      oldestFirst.remove();
      dropped.add(oldest);
      bytes -= oldest.bytes();
    }
    return dropped;
  }

  /** Takes a preparation out, to run it. */
  synchronized Optional<Preparation> take(String preparationId) {
    return Optional.ofNullable(preparations.remove(preparationId));
  }

  /** Adds a job; answers whether there was none of its id. */
  synchronized boolean add(PortableJob job) {
    return jobs.putIfAbsent(job.id(), job) == null;
  }

  /** How many more jobs that have ended can be kept. */
  synchronized int room() {
    return historySize - (int) jobs.values().stream().filter(PortableJob::hasEnded).count();
  }

  /** Forgets the oldest jobs that have ended, if they are many or large. */
  synchronized void forgetOld() {
    List<PortableJob> ended = jobs.values().stream().filter(PortableJob::hasEnded).toList();
    int kept = ended.size();
    long bytes = ended.stream().mapToLong(job -> job.preparation().bytes()).sum();
    for (PortableJob oldest : ended) {
      if (kept > historySize || (kept > 1 && bytes > RequestSizes.largest())) {
        jobs.remove(oldest.id());
        kept--;
        bytes -= oldest.preparation().bytes();
      }
    }
  }

  synchronized Optional<PortableJob> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** All that are known, oldest first. */
  synchronized List<PortableJob> all() {
    return List.copyOf(jobs.values());
  }
}
