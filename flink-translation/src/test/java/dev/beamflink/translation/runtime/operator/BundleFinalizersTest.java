package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BundleFinalizersTest {

  private static final Instant NOW = new Instant(1_000);
  private static final Instant LATER = new Instant(2_000);

  private final List<String> calls = new ArrayList<>();
  private final BundleFinalizers finalizers = new BundleFinalizers(true);

  private void bundle(String name) {
    bundle(name, LATER);
  }

  private void bundle(String name, Instant expiry) {
    finalizers.afterBundleCommit(expiry, () -> calls.add(name));
    finalizers.bundleFinished(NOW);
  }

  @Test
  void runWhenTheCheckpointAfterTheirBundleCompletes() {
    bundle("a");
    finalizers.snapshot(1);
    assertEquals(List.of(), calls);
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of("a"), calls);
  }

  @Test
  void waitForTheirOwnCheckpoint() {
    finalizers.snapshot(1);
    bundle("a");
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of(), calls);
    finalizers.snapshot(2);
    finalizers.checkpointCompleted(2, NOW);
    assertEquals(List.of("a"), calls);
  }

  @Test
  void ofAFailedCheckpointRunOnceWithTheNextThatCompletes() {
    bundle("a");
    finalizers.snapshot(1); // never completes
    bundle("b");
    finalizers.snapshot(2);
    finalizers.checkpointCompleted(2, NOW);
    assertEquals(List.of("a", "b"), calls);
    finalizers.snapshot(3);
    finalizers.checkpointCompleted(3, NOW);
    assertEquals(List.of("a", "b"), calls);
  }

  @Test
  void runOnceIfCompletionIsToldTwiceOrLate() {
    bundle("a");
    finalizers.snapshot(1);
    bundle("b");
    finalizers.snapshot(2);
    finalizers.checkpointCompleted(2, NOW);
    finalizers.checkpointCompleted(2, NOW);
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of("a", "b"), calls);
  }

  @Test
  void ofLaterCheckpointsWaitWhenAnEarlierOneCompletes() {
    bundle("a");
    finalizers.snapshot(1);
    bundle("b");
    finalizers.snapshot(2);
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of("a"), calls);
  }

  @Test
  void expiredOneIsDropped() {
    bundle("a", NOW.minus(1));
    bundle("b");
    finalizers.snapshot(1);
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of("b"), calls);
  }

  @Test
  void failureOfOneLeavesTheOthers() {
    finalizers.afterBundleCommit(
        LATER,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    bundle("a");
    finalizers.snapshot(1);
    finalizers.checkpointCompleted(1, NOW);
    assertEquals(List.of("a"), calls);
  }

  @Test
  void withoutCheckpointsRunAfterEachBundle() {
    BundleFinalizers atOnce = new BundleFinalizers(false);
    atOnce.afterBundleCommit(LATER, () -> calls.add("a"));
    assertEquals(List.of(), calls);
    atOnce.bundleFinished(NOW);
    atOnce.bundleFinished(NOW);
    assertEquals(List.of("a"), calls);
  }
}
