package dev.beamflink.translation.runtime.harness.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnDataGrpc;
import org.apache.beam.runners.fnexecution.data.FnDataService;
import org.apache.beam.sdk.fn.data.BeamFnDataInboundObserver;
import org.apache.beam.sdk.fn.data.BeamFnDataOutboundAggregator;
import org.apache.beam.sdk.fn.data.CloseableFnDataReceiver;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data connection of one stage to its harness. Other than Beam's, it passes outputs on while
 * their bundle runs, and takes only so many messages ahead of whoever processes them: the harness
 * waits then, if its SDK knows how to.
 *
 * <p>Stages share none. SDKs stop reading a connection when one bundle does not take what came for
 * it, and so does the runner; on a common connection stages would wait for each other. Safe for any
 * thread.
 */
final class DataConnection extends BeamFnDataGrpc.BeamFnDataImplBase
    implements FnService, FnDataService {

  private static final Logger LOG = LoggerFactory.getLogger(DataConnection.class);

  /** SDKs send messages of about 1 MiB, or 10 MB. */
  private static final int MESSAGES_AHEAD = 2; // one comes while the other is processed

  private static final long CONNECT_MINUTES = 3;

  private final PipelineOptions options;
  private final CompletableFuture<StreamObserver<Elements>> connected = new CompletableFuture<>();

  // Guarded by this.
  private final Map<String, Inbound> bundles = new LinkedHashMap<>();
  private @Nullable Executor consumer;

  DataConnection(PipelineOptions options) {
    this.options = options;
  }

  /**
   * Says who processes what comes from now on.
   *
   * @param newConsumer runs what it is given, one after the other; must not block the caller
   */
  synchronized void serve(Executor newConsumer) {
    consumer = newConsumer;
    bundles.clear();
  }

  /** Nobody processes anything any more, until somebody says so again. */
  synchronized void forgetConsumer() {
    consumer = null;
    bundles.clear();
  }

  /** A message, and what to do when it has been processed. */
  private record Message(Elements elements, Runnable processed) {}

  /** What comes of one bundle. Guarded by the connection until it is given to the consumer. */
  private static final class Inbound {
    private final List<Message> early = new ArrayList<>(); // before somebody wanted them
    private @Nullable BeamFnDataInboundObserver receiver;
  }

  /**
   * Takes elements of one bundle.
   *
   * @param processed is run when that has been done
   */
  private synchronized void take(String bundleId, Elements elements, Runnable processed) {
    Message message = new Message(elements, processed);
    Inbound inbound = bundles.computeIfAbsent(bundleId, unused -> new Inbound());
    BeamFnDataInboundObserver receiver = inbound.receiver;
    if (receiver == null) {
      inbound.early.add(message);
    } else {
      process(message, receiver);
    }
  }

  /** The same for elements that did not come by the connection, but belong to its bundles. */
  void takeEmbedded(String bundleId, Elements elements) {
    take(bundleId, elements, () -> {});
  }

  private void process(Message message, BeamFnDataInboundObserver receiver) {
    if (consumer != null) {
      consumer.execute(() -> deliver(message, receiver));
    }
  }

  private static void deliver(Message message, BeamFnDataInboundObserver receiver) {
    boolean processed = false;
    try {
      boolean isLast =
          receiver.multiplexElements(
              message.elements().getDataList().iterator(),
              message.elements().getTimersList().iterator());
      processed = true;
      if (isLast) {
        end(receiver);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          "Outputs of an SDK harness can't be read: " + e.getMessage(), e);
    } finally {
      if (!processed) {
        giveUp(receiver);
      }
    }
    message.processed().run();
  }

  /** Whoever ends the bundle waits for a message, and finds then that nothing is missing. */
  private static void end(BeamFnDataInboundObserver receiver) {
    boolean interrupted = Thread.interrupted(); // its queue would take that for a failure
    try {
      receiver.accept(Elements.getDefaultInstance());
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (Exception e) {
      LOG.debug("Nobody waits for the end of a bundle that has failed", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void giveUp(BeamFnDataInboundObserver receiver) {
    try {
      receiver.close();
    } catch (Exception e) {
      LOG.debug("A bundle that has failed can't be given up", e);
    }
  }

  @Override
  public StreamObserver<Elements> data(StreamObserver<Elements> toHarness) {
    ServerCallStreamObserver<Elements> call = (ServerCallStreamObserver<Elements>) toHarness;
    call.disableAutoRequest();
    Messages fromHarness = new Messages(call);
    StreamObserver<Elements> outbound =
        new CancellableStreams().outboundObserverFor(inbound -> toHarness, fromHarness);
    call.request(MESSAGES_AHEAD);
    connected.complete(outbound);
    return fromHarness;
  }

  /** What a harness sends. */
  private final class Messages implements StreamObserver<Elements> {
    private final ServerCallStreamObserver<Elements> call;

    Messages(ServerCallStreamObserver<Elements> call) {
      this.call = call;
    }

    @Override
    public void onNext(Elements elements) {
      List<Map.Entry<String, Elements>> parts = byBundle(elements);
      for (int i = 0; i < parts.size(); i++) {
        boolean isLast = i == parts.size() - 1;
        take(
            parts.get(i).getKey(),
            parts.get(i).getValue(),
            isLast ? () -> call.request(1) : () -> {});
      }
      if (parts.isEmpty()) {
        call.request(1);
      }
    }

    @Override
    public void onError(Throwable failure) {
      LOG.debug("A data connection to an SDK harness has failed", failure);
    }

    @Override
    public void onCompleted() {
      LOG.debug("An SDK harness has ended a data connection");
    }
  }

  private static List<Map.Entry<String, Elements>> byBundle(Elements elements) {
    Set<String> ids = new LinkedHashSet<>();
    elements.getDataList().forEach(data -> ids.add(data.getInstructionId()));
    elements.getTimersList().forEach(timers -> ids.add(timers.getInstructionId()));
    if (ids.size() == 1) {
      return List.of(Map.entry(ids.iterator().next(), elements));
    }
    return ids.stream().map(id -> Map.entry(id, ofBundle(id, elements))).toList();
  }

  private static Elements ofBundle(String id, Elements elements) {
    Elements.Builder part = Elements.newBuilder();
    elements.getDataList().stream()
        .filter(data -> data.getInstructionId().equals(id))
        .forEach(part::addData);
    elements.getTimersList().stream()
        .filter(timers -> timers.getInstructionId().equals(id))
        .forEach(part::addTimers);
    return part.build();
  }

  /** The receivers of {@code observer} are called by the consumer. */
  @Override
  public synchronized void registerReceiver(
      String bundleId, CloseableFnDataReceiver<Elements> observer) {
    Inbound inbound = bundles.computeIfAbsent(bundleId, unused -> new Inbound());
    BeamFnDataInboundObserver receiver = (BeamFnDataInboundObserver) observer;
    inbound.receiver = receiver;
    inbound.early.forEach(message -> process(message, receiver));
    inbound.early.clear();
  }

  @Override
  public synchronized void unregisterReceiver(String bundleId) {
    bundles.remove(bundleId);
  }

  /** Waits until the harness has connected. */
  @Override
  public BeamFnDataOutboundAggregator createOutboundAggregator(
      Supplier<String> bundleId, boolean collectElementsIfNoFlushes) {
    try {
      return new BeamFnDataOutboundAggregator(
          options,
          bundleId,
          connected.get(CONNECT_MINUTES, TimeUnit.MINUTES),
          collectElementsIfNoFlushes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an SDK harness connects for data", e);
    } catch (TimeoutException e) {
      throw new HarnessLostException(
          "An SDK harness has not connected for data within %d minutes".formatted(CONNECT_MINUTES));
    } catch (ExecutionException e) {
      throw new HarnessLostException("An SDK harness has ended before it has connected for data");
    }
  }

  /** Ends whoever waits for the harness to connect. */
  @Override
  public synchronized void close() {
    connected.completeExceptionally(new IllegalStateException("The connection is closed"));
    forgetConsumer();
  }
}
