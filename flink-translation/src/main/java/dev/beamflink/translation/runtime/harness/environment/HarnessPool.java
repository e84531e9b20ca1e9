package dev.beamflink.translation.runtime.harness.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The harnesses of one job in this JVM. They are started when a stage first needs them, and stay
 * until the job leaves, as the next stage, or the next attempt, may need them; except those that
 * were lost or are in an unknown state, which get no stage any more. Safe for any thread.
 */
public final class HarnessPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HarnessPool.class);

  private final HarnessPlaces places;
  private final HarnessStarter starter;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "SDK harnesses");
            thread.setDaemon(true);
            return thread;
          });

  // Guarded by this.
  private final List<Pooled> harnesses = new ArrayList<>();
  private boolean closed;

  /**
   * @param servers makes servers for harnesses of this machine
   * @param job of all harnesses
   */
  public HarnessPool(ServerFactory servers, HarnessJob job, HarnessSettings settings) {
    this.places = new HarnessPlaces(settings);
    this.starter =
        new HarnessStarter(
            servers,
            job,
            PipelineOptionsTranslation.fromProto(job.provision().getPipelineOptions()),
            settings.startTimeout(),
            threads);
  }

  /** A harness that runs or is being started. Its fields are guarded by the pool. */
  private static final class Pooled {
    private final Environment environment;
    private final CompletableFuture<Harness> started = new CompletableFuture<>();
    private String place;
    private int users;
    private boolean retired;

    Pooled(Environment environment, String place) {
      this.environment = environment;
      this.place = place;
    }

    boolean canServe(Environment wanted) {
      return !retired && environment.equals(wanted) && (!started.isDone() || runs());
    }

    boolean runs() {
      return !started.isCompletedExceptionally() && started.join().runs();
    }
  }

  /**
   * Gets a harness for a stage, and waits until it is there.
   *
   * @param slot that the stage's task runs in
   * @throws HarnessStartException if it can't be started
   * @throws HarnessLostException if it can't be started now
   */
  public HarnessLease lease(Environment environment, String slot, String stage)
      throws InterruptedException {
    Pooled pooled = hold(environment, places.of(environment, slot, stage));
    boolean leased = false;
    try {
      HarnessLease lease =
          new HarnessLease(pooled.started.get(), intact -> release(pooled, intact));
      leased = true;
      return lease;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      if (!leased) {
        release(pooled, true);
      }
    }
  }

  /** Each waiting task gets a failure of its own. */
  private static RuntimeException rethrown(@Nullable Throwable failure) {
    if (failure instanceof HarnessStartException) {
      return new HarnessStartException(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof HarnessLostException) {
      return new HarnessLostException(String.valueOf(failure.getMessage()));
    }
    return new IllegalStateException("An SDK harness can't be started", failure);
  }

  private synchronized Pooled hold(Environment environment, String place) {
    if (closed) {
      throw new HarnessLostException("The SDK harnesses of a job that has left are closed");
    }
    harnesses.removeIf(pooled -> pooled.users == 0 && !pooled.canServe(pooled.environment));
    Pooled pooled = find(environment, place);
    pooled.place = place;
    pooled.users++;
    return pooled;
  }

  /** The one at the place, one that nobody uses, or a new one. */
  private Pooled find(Environment environment, String place) {
    List<Pooled> able = harnesses.stream().filter(pooled -> pooled.canServe(environment)).toList();
    return able.stream()
        .filter(pooled -> pooled.place.equals(place))
        .findFirst()
        .or(() -> able.stream().filter(pooled -> pooled.users == 0).findFirst())
        .orElseGet(() -> start(environment, place));
  }

  private Pooled start(Environment environment, String place) {
    Pooled pooled = new Pooled(environment, place);
    harnesses.add(pooled);
    threads.execute(
        () -> {
          try {
            Harness harness = starter.start(environment);
            if (!arrived(pooled, harness)) {
              harness.close();
            }
          } catch (Throwable e) { // whatever it is, tasks wait for an answer
            pooled.started.completeExceptionally(e);
          }
        });
    return pooled;
  }

  private synchronized boolean arrived(Pooled pooled, Harness harness) {
    if (closed) {
      pooled.started.completeExceptionally(new HarnessLostException("The job has left"));
      return false;
    }
    pooled.started.complete(harness);
    return true;
  }

  private synchronized void release(Pooled pooled, boolean intact) {
    pooled.users--;
    pooled.retired |= !intact;
    if (pooled.users == 0 && pooled.retired && harnesses.remove(pooled)) {
      threads.execute(() -> pooled.started.join().close());
    }
  }

  /** Ends them all, those too that are being started. */
  @Override
  public void close() {
    List<Pooled> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(harnesses);
      harnesses.clear();
    }
    List<CompletableFuture<Void>> closing =
        left.stream()
            .filter(pooled -> pooled.started.isDone())
            .filter(pooled -> !pooled.started.isCompletedExceptionally())
            .map(pooled -> CompletableFuture.runAsync(pooled.started.join()::close, threads))
            .toList();
    CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).join();
    LOG.debug("{} SDK harnesses have ended", closing.size());
    threads.shutdownNow();
  }
}
