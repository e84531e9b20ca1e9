package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken.SideInput;
import org.junit.jupiter.api.Test;

class CacheTokensTest {

  private static final SideInput SIDE =
      SideInput.newBuilder().setTransformId("transform").setSideInputId("side").build();

  private final AtomicLong version = new AtomicLong();

  private CacheTokens tokens(boolean hasUserState, SideInput... sideInputs) {
    return new CacheTokens(hasUserState, List.of(sideInputs), version::get);
  }

  @Test
  void userStateIsKnownInLaterBundlesOfATask() {
    CacheTokens task = tokens(true);
    assertTrue(task.current().get(0).hasUserState());
    List<CacheToken> before = task.current();
    version.incrementAndGet();
    assertEquals(before, task.current());
  }

  @Test
  void anotherTaskForgetsWhatTheFirstOneKnew() {
    assertNotEquals(tokens(true).current(), tokens(true).current());
    assertNotEquals(tokens(false, SIDE).current(), tokens(false, SIDE).current());
  }

  @Test
  void sideInputsAreKnownUntilTheyChange() {
    CacheTokens task = tokens(false, SIDE);
    CacheToken before = task.current().get(0);
    assertEquals(SIDE, before.getSideInput());
    assertEquals(List.of(before), task.current());
    version.incrementAndGet();
    assertNotEquals(before.getToken(), task.current().get(0).getToken());
  }

  @Test
  void stageWithNeitherHasNoTokens() {
    assertEquals(List.of(), tokens(false).current());
  }
}
