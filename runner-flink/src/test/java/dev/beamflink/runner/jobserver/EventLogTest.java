package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private final EventLog<String> log = new EventLog<>();

  @Test
  void everyClientGetsAllEventsAndTheEnd() {
    Client early = new Client();
    log.subscribe(early);
    log.add("a");
    Client late = new Client();
    log.subscribe(late);
    log.add("b");
    log.end();
    Client tooLate = new Client();
    log.subscribe(tooLate);
    for (Client client : List.of(early, late, tooLate)) {
      assertEquals(List.of("a", "b", "end"), client.seen);
    }
  }

  @Test
  void nothingComesAfterTheEnd() {
    Client client = new Client();
    log.subscribe(client);
    log.end();
    log.add("a");
    log.end();
    assertEquals(List.of("end"), client.seen);
  }

  /** Its connection may end at any moment. */
  @Test
  void clientThatIsGoneKeepsNobodyBack() {
    Client gone =
        new Client() {
          @Override
          public void onNext(String event) {
            throw new IllegalStateException("call is closed");
          }
        };
    Client there = new Client();
    log.subscribe(gone);
    log.subscribe(there);
    log.add("a");
    log.end();
    assertEquals(List.of("a", "end"), there.seen);
    assertEquals(List.of(), gone.seen);
  }

  private static class Client implements StreamObserver<String> {
    final List<String> seen = new ArrayList<>();

    @Override
    public void onNext(String event) {
      seen.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      seen.add(failure.toString());
    }

    @Override
    public void onCompleted() {
      seen.add("end");
    }
  }
}
