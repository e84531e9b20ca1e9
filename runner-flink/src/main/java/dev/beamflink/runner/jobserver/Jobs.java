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
    while (preparations.size() > MAX_PREPARATIONS) {
      dropped.add(oldestFirst.next());
      oldestFirst.remove();
    }
    return dropped;
  }

  /** Takes a preparation out, to run it. */
  synchronized Optional<Preparation> take(String preparationId) {
    return Optional.ofNullable(preparations.remove(preparationId));
  }

  synchronized void add(PortableJob job) {
    jobs.put(job.id(), job);
  }

  /** Forgets the jobs whose end is longest ago. */
  synchronized void forgetOld() {
    int ended = (int) jobs.values().stream().filter(PortableJob::hasEnded).count();
    Iterator<PortableJob> oldestFirst = jobs.values().iterator();
    while (ended > historySize && oldestFirst.hasNext()) {
      if (oldestFirst.next().hasEnded()) {
        oldestFirst.remove();
        ended--;
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
