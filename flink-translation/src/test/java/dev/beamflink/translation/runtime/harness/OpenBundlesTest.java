package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpenBundlesTest {

  private final OpenBundles bundles = new OpenBundles();

  @Test
  void stageWhoseBundlesHaveEndedLeavesNothing() {
    bundles.open();
    bundles.close();
    assertTrue(bundles.end());
  }

  @Test
  void stageThatEndsInABundleLeavesIt() {
    bundles.open();
    assertFalse(bundles.end());
  }

  @Test
  void bundleThatIsLateIsRefused() {
    assertTrue(bundles.end());
    assertThrows(IllegalStateException.class, bundles::open);
  }
}
