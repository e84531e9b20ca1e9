package dev.beamflink.translation.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.State;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that hold what has changed since the one before. */
class IncrementalCheckpointTest {

  @TempDir Path directory;

  @Test
  void laterOneIsReadWithTheFilesOfEarlierOnes() throws Exception {
    TestBackend.Kind kind = TestBackend.Kind.INCREMENTAL_ROCKSDB;
    KeyedStateHandle last = null;
    TestBackend backend = TestBackend.open(kind, directory);
    try {
      for (int life = 0; life < 2; life++) {
        for (byte element = 1; element <= 2; element++) {
          bag(backend).add(new byte[] {(byte) (10 * life + element)});
          last = backend.snapshot();
        }
        assertTrue(last.getCheckpointedSize() < last.getStateSize(), "shares files");
        backend.close();
        backend = TestBackend.restore(kind, directory, last);
      }
      assertEquals(
          List.of(List.of("1", "2", "11", "12"), false), StateScenario.BAG.observe(bag(backend)));
    } finally {
      backend.close();
    }
  }

  @SuppressWarnings("unchecked") // the scenario's bag is of byte arrays
  private static BagState<byte[]> bag(TestBackend backend) {
    KeyedStateInternals states = KeyedStateInternalsTest.open(backend, StateScenario.BAG);
    backend.get().setCurrentKey(KeyedStateInternalsTest.key(1));
    State bag = states.state(StateNamespaces.global(), StateScenario.BAG.tag());
    return (BagState<byte[]>) bag;
  }
}
