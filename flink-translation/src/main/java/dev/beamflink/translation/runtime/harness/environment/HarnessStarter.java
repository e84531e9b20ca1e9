package dev.beamflink.translation.runtime.harness.environment;

import dev.beamflink.translation.runtime.harness.sampling.HarnessSamples;
import dev.beamflink.translation.runtime.harness.sampling.SamplingOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.runners.fnexecution.control.FnApiControlClient;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the harnesses of one job, and waits for them to connect. Safe for any thread. */
final class HarnessStarter {

  private static final Logger LOG = LoggerFactory.getLogger(HarnessStarter.class);

  /** A worker that ends at once may have met with bad luck, but not that often. */
  static final int ATTEMPTS = 3;

  private static final Duration SAMPLES_EVERY = Duration.ofMinutes(1);

  private final ServerFactory serverFactory;
  private final HarnessJob job;
  private final PipelineOptions options;
  private final EnvironmentKinds kinds;
  private final Duration timeout;
  private final ExecutorService threads;

  /**
   * @param serverFactory makes servers for harnesses of this machine
   * @param job of all harnesses
   * @param options of the pipeline
   */
  HarnessStarter(
      ServerFactory serverFactory,
      HarnessJob job,
      PipelineOptions options,
      Duration timeout,
      ExecutorService threads) {
    this.serverFactory = serverFactory;
    this.job = job;
    this.options = options;
    this.kinds = new EnvironmentKinds(options);
    this.timeout = timeout;
    this.threads = threads;
  }

  /** A worker has ended before it has connected. */
  private static final class EndedEarlyException extends Exception {
    private static final long serialVersionUID = 1L;

    EndedEarlyException(String message) {
      super(message);
    }
  }

  /**
   * Starts a harness, and waits until it has connected.
   *
   * @throws HarnessStartException if it has not
   * @throws HarnessLostException if it may do so later
   */
  Harness start(Environment environment) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(environment);
      } catch (EndedEarlyException e) {
        LOG.warn("Attempt {} of {}: {}", attempt, ATTEMPTS, e.getMessage());
        if (attempt == ATTEMPTS) {
          throw new HarnessStartException(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private Harness attempt(Environment environment)
      throws IOException, InterruptedException, EndedEarlyException {
    EnvironmentKind kind = kinds.of(environment);
    // Worker pools may serve several TaskManagers, and containers need a name
    String workerId = "beam-" + UUID.randomUUID();
    String name = "The SDK harness %s (%s)".formatted(workerId, kind.urn());
    HarnessServers servers =
        new HarnessServers(
            serverFactory, workerId, job.with(environment.getDependenciesList()), options);
    Worker worker;
    try {
      worker = kind.start(environment, workerId, servers, timeout);
    } catch (HarnessStartException e) {
      servers.close(Duration.ZERO);
      throw new HarnessStartException("%s can't be started. %s".formatted(name, e.getMessage()));
    } catch (HarnessLostException e) {
      servers.close(Duration.ZERO);
      throw new HarnessLostException("%s can't be started. %s".formatted(name, e.getMessage()));
    } catch (IOException | RuntimeException e) {
      servers.close(Duration.ZERO);
      throw e;
    }
    try {
      FnApiControlClient control = connection(name, servers, worker);
      return new Harness(
          name, servers, worker, control, samples(environment, name, control), threads);
    } catch (InterruptedException | EndedEarlyException | RuntimeException e) {
      worker.stop(Duration.ZERO);
      servers.close(Duration.ZERO);
      throw e;
    }
  }

  private Optional<HarnessSamples> samples(
      Environment environment, String name, FnApiControlClient control) {
    if (!SamplingOptions.areSetFor(environment, options)) {
      return Optional.empty();
    }
    HarnessSamples samples = new HarnessSamples(name, control, threads);
    samples.askEvery(SAMPLES_EVERY);
    return Optional.of(samples);
  }

  private FnApiControlClient connection(String name, HarnessServers servers, Worker worker)
      throws InterruptedException, EndedEarlyException {
    CompletableFuture<FnApiControlClient> connected = servers.controlService().connected();
    try {
      CompletableFuture.anyOf(connected, worker.ended())
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (connected.isDone()) {
        return connected.get();
      }
    } catch (TimeoutException e) {
      throw new HarnessStartException(
          "%s has not connected within %d s (--environmentStartTimeoutInSecs). %s"
              .formatted(name, timeout.toSeconds(), servers.reported().addTo(worker.account())));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Nothing fails here: a bug of the runner", e);
    }
    throw new EndedEarlyException(
        "%s can't be started. It ends before it connects. %s"
            .formatted(name, servers.reported().addTo(worker.account())));
  }
}
