package dev.beamflink.runner.jobserver;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of a job, for any number of clients: each gets all of them from the first on, whenever it
 * asks, and is told when there will be no more. Safe for any thread.
 */
final class EventLog<E> {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  // Guarded by this, so that every client sees the events in one order.
  private final List<E> events = new ArrayList<>();
  private final List<StreamObserver<E>> clients = new ArrayList<>();
  private boolean ended;

  /** Adds an event; after the end it is dropped. */
  synchronized void add(E event) {
    if (!ended) {
      events.add(event);
      clients.removeIf(client -> !takes(client, () -> client.onNext(event)));
    }
  }

  /** Says that no more events come. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      clients.forEach(client -> takes(client, client::onCompleted));
      clients.clear();
    }
  }

  /** Sends a client all events so far, and those that come. */
  synchronized void subscribe(StreamObserver<E> client) {
    if (client instanceof ServerCallStreamObserver<?> call) {
      // Also, without a handler, sending to a client that has left would throw.
      call.setOnCancelHandler(() -> forget(client));
    }
    events.forEach(client::onNext);
    if (ended) {
      client.onCompleted();
    } else {
      clients.add(client);
    }
  }

  /** A job may have no further event for days. */
  private synchronized void forget(StreamObserver<E> client) {
    clients.remove(client);
  }

  /** Sends something unless the client is gone; one that leaves just then keeps nobody back. */
  private static boolean takes(StreamObserver<?> client, Runnable sending) {
    if (client instanceof ServerCallStreamObserver<?> call && call.isCancelled()) {
      return false;
    }
    try {
      sending.run();
      return true;
    } catch (IllegalStateException e) {
      LOG.debug("A client has left in the middle of a call", e);
      return false;
    }
  }
}
