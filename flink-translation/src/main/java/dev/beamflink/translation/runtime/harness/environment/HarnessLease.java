package dev.beamflink.translation.runtime.harness.environment;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A stage's share of a harness. */
public final class HarnessLease {

  private final Harness harness;
  private final Consumer<Boolean> release;
  private final AtomicBoolean released = new AtomicBoolean();

  HarnessLease(Harness harness, Consumer<Boolean> release) {
    this.harness = harness;
    this.release = release;
  }

  public Harness harness() {
    return harness;
  }

  /**
   * Gives the harness back, once.
   *
   * @param intact whether it has nothing of the stage left; else it gets no other stage
   */
  public void release(boolean intact) {
    if (released.compareAndSet(false, true)) {
      release.accept(intact);
    }
  }
}
