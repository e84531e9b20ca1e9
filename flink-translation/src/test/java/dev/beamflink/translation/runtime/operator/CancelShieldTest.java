package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.testkit.TestCluster;
import java.time.Duration;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelShieldTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void closeWaitsForTheEndOfTheCall() throws Exception {
    CancelShield shield = new CancelShield(LONG);
    shield.enter();
    Thread canceller = new Thread(shield::close, "canceller");
    canceller.start();
    TestCluster.await(
        "the canceller waits", () -> canceller.getState() == Thread.State.TIMED_WAITING);
    shield.leave();
    canceller.join();
    assertFalse(canceller.isAlive());
  }

  @Test
  void closeDoesNotWaitBetweenCalls() {
    CancelShield shield = new CancelShield(LONG);
    shield.enter();
    shield.leave();
    shield.close();
  }

  @Test
  void closeGivesUp() {
    CancelShield shield = new CancelShield(Duration.ofMillis(1));
    shield.enter();
    shield.close();
  }

  @Test
  void noCallBeginsAfterClose() {
    CancelShield shield = new CancelShield(LONG);
    shield.close();
    assertThrows(CancelTaskException.class, shield::enter);
  }

  @Test
  void isClosedByTheTask() throws Exception {
    CloseableRegistry registry = new CloseableRegistry();
    CancelShield shield = CancelShield.in(registry);
    registry.close();
    assertThrows(CancelTaskException.class, shield::enter);
    assertThrows(CancelTaskException.class, () -> CancelShield.in(registry));
    assertTrue(registry.isClosed());
  }
}
