package dev.beamflink.translation.runtime.splittable;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedSliceTest {

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private boolean otherWorkWaits;
  private final BoundedSlice slice =
      new BoundedSlice(new SliceLimits(100, 10, 50), clock, () -> otherWorkWaits);

  @BeforeEach
  void begin() throws Exception {
    clock.setCurrentTime(1000);
    slice.begin();
  }

  @Test
  void isOverAfterItsOutputs() {
    for (int i = 1; i < 100; i++) {
      assertFalse(slice.reachedAtOutput());
    }
    assertFalse(slice.isOver());
    assertTrue(slice.reachedAtOutput());
    assertTrue(slice.isOver());
    slice.begin();
    assertFalse(slice.isOver());
  }

  @Test
  void isOverAfterItsLongestTime() throws Exception {
    clock.setCurrentTime(1049);
    assertFalse(slice.reachedAtClaim());
    clock.setCurrentTime(1050);
    assertTrue(slice.reachedAtClaim());
    assertTrue(slice.isOver());
  }

  @Test
  void makesWayForOtherWorkAfterItsShortestTime() throws Exception {
    otherWorkWaits = true;
    clock.setCurrentTime(1009);
    assertFalse(slice.reachedAtClaim());
    clock.setCurrentTime(1010);
    assertTrue(slice.reachedAtClaim());
    otherWorkWaits = false;
    assertFalse(slice.isOver());
  }

  @Test
  void callHasItsTimeFromItsFirstClaimOn() throws Exception {
    otherWorkWaits = true;
    clock.setCurrentTime(1040); // a connection was opened
    slice.claimsFirst();
    assertFalse(slice.reachedAtClaim());
    clock.setCurrentTime(1049);
    assertFalse(slice.reachedAtClaim());
    clock.setCurrentTime(1050);
    assertTrue(slice.reachedAtClaim());
  }

  @Test
  void nextCallDoesNotProlongTheSlice() throws Exception {
    otherWorkWaits = true;
    clock.setCurrentTime(1010);
    slice.claimsFirst();
    assertTrue(slice.isOver());
    slice.begin();
    assertFalse(slice.isOver());
  }

  @Test
  void timeIsSeenAtOutputsToo() throws Exception {
    clock.setCurrentTime(1050);
    int outputs = 1;
    while (!slice.reachedAtOutput()) {
      outputs++;
    }
    assertTrue(outputs <= 16, () -> "seen late");
  }
}
