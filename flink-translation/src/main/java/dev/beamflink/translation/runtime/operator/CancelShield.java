package dev.beamflink.translation.runtime.operator;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.execution.CancelTaskException;

/**
 * Keeps Flink from interrupting user code in the middle of a call when its task is cancelled. The
 * call comes to its end first, for ten seconds at most; no other call begins.
 *
 * <p>For user code that requires stable input, which mostly writes to somewhere else in
 * transactions. A client that is interrupted in a transaction may be of no use any more, and those
 * that outlive the task, such as the producers of KafkaIO's exactly-once sink, make each restart of
 * the job fail.
 *
 * <p>Flink closes what is registered with its task ahead of the first interrupt: {@link #close}
 * comes from the thread that cancels the task. All else belongs to the task's thread.
 */
final class CancelShield implements Closeable {

  /** Well below Flink's {@code task.cancellation.interval} of 30 s, when it interrupts anyway. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final long limitNanos;
  private boolean inCall;
  private boolean cancelled;

  CancelShield(Duration limit) {
    limitNanos = limit.toNanos();
  }

  /** A shield that the task's registry closes. */
  static CancelShield in(CloseableRegistry registry) {
    CancelShield shield = new CancelShield(LIMIT);
    try {
      registry.registerCloseable(shield);
    } catch (IOException e) {
      throw new CancelTaskException(e); // the registry has been closed
    }
    return shield;
  }

  /**
   * A call begins; {@link #leave} follows in any case.
   *
   * @throws CancelTaskException when the task has been cancelled
   */
  synchronized void enter() {
    if (cancelled) {
      throw new CancelTaskException();
    }
    inCall = true;
  }

  /** The call is over. */
  synchronized void leave() {
    inCall = false;
    notifyAll();
  }

  /** Waits for the end of the present call. */
  @Override
  public synchronized void close() {
    cancelled = true;
    long deadline = System.nanoTime() + limitNanos;
    try {
      for (long left = limitNanos; inCall && left > 0; left = deadline - System.nanoTime()) {
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
