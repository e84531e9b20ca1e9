package dev.beamflink.translation.runtime.harness.environment;

import dev.beamflink.translation.runtime.harness.sampling.HarnessSamples;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.runners.fnexecution.control.FnApiControlClient;
import org.apache.beam.runners.fnexecution.control.SdkHarnessClient;
import org.apache.beam.runners.fnexecution.state.StateDelegator;
import org.apache.beam.sdk.fn.IdGenerator;
import org.apache.beam.sdk.fn.IdGenerators;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SDK harness that has connected. When it is lost, whatever waits for it fails, and it is
 * closed. Safe for any thread.
 */
public final class Harness {

  private static final Logger LOG = LoggerFactory.getLogger(Harness.class);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long ACCOUNT_SECONDS = 10;

  private final String name;
  private final HarnessServers servers;
  private final Worker worker;
  private final FnApiControlClient control;
  private final Optional<HarnessSamples> samples;
  private final IdGenerator bundleIds = IdGenerators.incrementingLongs();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<String> lost = new CompletableFuture<>();

  /**
   * @param name for who reads of it
   * @param samples that it takes, if it does
   * @param threads runs what follows when it is lost
   */
  Harness(
      String name,
      HarnessServers servers,
      Worker worker,
      FnApiControlClient control,
      Optional<HarnessSamples> samples,
      Executor threads) {
    this.name = name;
    this.servers = servers;
    this.worker = worker;
    this.control = control;
    this.samples = samples;
    CompletableFuture<Void> unused =
        CompletableFuture.anyOf(servers.controlService().hungUp(), worker.ended())
            .thenRunAsync(this::lose, threads);
  }

  private void lose() {
    if (ending.compareAndSet(false, true)) {
      String message = "%s is lost. %s".formatted(name, servers.reported().addTo(worker.account()));
      LOG.warn("{}", message);
      lost.complete(message);
      samples.ifPresent(HarnessSamples::stop);
      end(Duration.ZERO);
    }
  }

  /** Whether it can take bundles. */
  boolean runs() {
    return !ending.get() && !isGone();
  }

  private boolean isGone() {
    return servers.controlService().hungUp().isDone() || worker.ended().isDone();
  }

  /** Sends bundles to it, with elements on one of its data connections. */
  SdkHarnessClient client(DataConnection data) {
    return SdkHarnessClient.usingFnApiClient(new EmbeddedOutputs(control, data), data)
        .withIdGenerator(bundleIds);
  }

  /** Sends single instructions to it. */
  public FnApiControlClient control() {
    return control;
  }

  /** The samples that it takes of elements; empty if it takes none. */
  public Optional<HarnessSamples> samples() {
    return samples;
  }

  /** A data connection that no other stage has. */
  GrpcFnServer<DataConnection> takeData() {
    return servers.takeData();
  }

  /** Takes a data connection back on which no bundle is open. */
  void giveBack(GrpcFnServer<DataConnection> data) {
    servers.giveBack(data);
  }

  /** Where it is to ask for state. */
  public ApiServiceDescriptor state() {
    return servers.state();
  }

  /** Where its requests for state arrive. */
  public StateDelegator stateRequests() {
    return servers.stateService();
  }

  /**
   * Tells why something with this harness has failed: the loss of the harness, or the failure
   * itself.
   */
  public Exception reasonOf(Exception failure) {
    if (!isGone() && !lost.isDone()) {
      return failure;
    }
    try {
      String message = lost.get(ACCOUNT_SECONDS, TimeUnit.SECONDS);
      LOG.debug("This is how the loss was noticed", failure); // gRPC's can't be serialised
      return new HarnessLostException(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure;
    } catch (ExecutionException | TimeoutException e) {
      return failure; // it has been ended
    }
  }

  /** Ends it. May take seconds. */
  void close() {
    if (ending.compareAndSet(false, true)) {
      lost.completeExceptionally(new IllegalStateException("It is not lost, but has been ended"));
      samples.ifPresent(HarnessSamples::end);
      end(GRACE);
    }
  }

  private void end(Duration grace) {
    try {
      servers.controlService().close();
      worker.stop(grace);
    } finally {
      servers.close(grace);
    }
  }
}
