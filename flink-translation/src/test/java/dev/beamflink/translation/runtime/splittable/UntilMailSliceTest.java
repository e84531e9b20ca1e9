package dev.beamflink.translation.runtime.splittable;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UntilMailSliceTest {

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private boolean otherWorkWaits;
  private final UntilMailSlice slice = new UntilMailSlice(10, clock, () -> otherWorkWaits);

  @BeforeEach
  void begin() throws Exception {
    clock.setCurrentTime(1000);
    slice.begin();
  }

  @Test
  void goesOnWhileNoOtherWorkWaits() throws Exception {
    clock.setCurrentTime(1_000_000);
    assertFalse(slice.reachedAtClaim());
    assertFalse(slice.reachedAtOutput());
    assertFalse(slice.isOver());
  }

  @Test
  void makesWayForOtherWorkAfterItsShortestTime() throws Exception {
    otherWorkWaits = true;
    clock.setCurrentTime(1009);
    assertFalse(slice.reachedAtClaim());
    assertFalse(slice.reachedAtOutput());
    clock.setCurrentTime(1010);
    assertTrue(slice.reachedAtClaim());
    assertTrue(slice.reachedAtOutput());
    assertTrue(slice.isOver());
    slice.begin();
    assertFalse(slice.isOver());
  }

  @Test
  void callHasItsTimeFromItsFirstClaimOn() throws Exception {
    otherWorkWaits = true;
    clock.setCurrentTime(1040);
    slice.claimsFirst();
    clock.setCurrentTime(1049);
    assertFalse(slice.reachedAtClaim());
    assertTrue(slice.isOver());
    clock.setCurrentTime(1050);
    assertTrue(slice.reachedAtClaim());
  }
}
