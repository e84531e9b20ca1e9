package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.quiet.DownstreamQuietEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class ImpulseSourceTest {

  private static final ReadTransform IMPULSE =
      new ReadTransform("Impulse", "beam:transform:impulse:v1");
  private static final EndPolicy WHEN_QUIET = new EndPolicy.WhenDownstreamQuiet(Set.of("a"));

  private static SourceSimulation<byte[], ImpulseSplit> simulate(
      EndPolicy endPolicy, int parallelism) throws Exception {
    return new SourceSimulation<>(
        new ImpulseSource(IMPULSE, endPolicy), ImpulseReader::new, parallelism);
  }

  @Test
  void emitsOneEmptyElementAtTheBeginningOfTime() throws Exception {
    SourceSimulation<byte[], ImpulseSplit> job = simulate(Specs.WHEN_DONE, 3);
    job.runToEnd(() -> {});
    assertEquals(1, job.emitted().size());
    WindowedValue<byte[]> element = job.readers.get(0).output.elements.get(0);
    assertArrayEquals(new byte[0], element.getValue());
    assertEquals(BoundedWindow.TIMESTAMP_MIN_VALUE, element.getTimestamp());
    assertEquals(GlobalWindow.INSTANCE, element.getWindows().iterator().next());
  }

  /** An event for a task that has failed with the impulse would hide the failure. */
  @Test
  void nothingIsUnderWayToAReaderThatEmits() throws Exception {
    ImpulseReader reader = new ImpulseReader(new FakeReaderContext(0, 1));
    FakeReaderOutput<WindowedValue<byte[]>> output = new FakeReaderOutput<>();
    reader.addSplits(List.of(new ImpulseSplit()));
    assertEquals(InputStatus.NOTHING_AVAILABLE, reader.pollNext(output));
    assertEquals(List.of(), output.elements);
    reader.notifyNoMoreSplits();
    reader.isAvailable().get(1, TimeUnit.SECONDS);
    reader.pollNext(output);
    assertEquals(1, output.elements.size());
  }

  @Test
  void restoringAnySnapshotNeverEmitsASecondOne() throws Exception {
    for (int steps = 0; steps < 6; steps++) {
      for (int parallelism = 1; parallelism <= 4; parallelism++) {
        SourceSimulation<byte[], ImpulseSplit> job = simulate(Specs.WHEN_DONE, 2);
        for (int i = 0; i < steps; i++) {
          job.step();
        }
        SourceSimulation.Snapshot<byte[], ImpulseSplit> snapshot = job.snapshot();
        SourceSimulation<byte[], ImpulseSplit> restored = job.restore(snapshot, parallelism);
        restored.runToEnd(() -> {});
        assertEquals(1, snapshot.allEmitted().size() + restored.emitted().size());
      }
    }
  }

  @Test
  void failureBeforeACheckpointEmitsItAgain() throws Exception {
    SourceSimulation<byte[], ImpulseSplit> job = simulate(WHEN_QUIET, 2);
    job.step();
    job.step();
    job.fail(0, null);
    job.step();
    job.step();
    assertEquals(1, job.emitted().size());
    assertTrue(job.allDone());
  }

  @Test
  void operatorThatIsNoLongerQuietKeepsItAlive() throws Exception {
    EndPolicy both = new EndPolicy.WhenDownstreamQuiet(Set.of("a", "b"));
    SourceSimulation<byte[], ImpulseSplit> job = simulate(both, 1);
    job.step();
    job.step();
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", true));
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", false));
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("b", true));
    job.step();
    assertFalse(job.allEnded());
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", true));
    job.step();
    assertTrue(job.allEnded());
  }

  @Test
  void reportsOfUnknownOperatorsAreRefused() throws Exception {
    SourceSimulation<byte[], ImpulseSplit> waiting = simulate(WHEN_QUIET, 1);
    assertThrows(
        IllegalStateException.class,
        () -> waiting.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("x", true)));
    SourceSimulation<byte[], ImpulseSplit> notWaiting = simulate(Specs.WHEN_DONE, 1);
    assertThrows(
        IllegalStateException.class,
        () -> notWaiting.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", true)));
  }

  @Test
  void waitingForNobodyIsNotAPolicy() {
    assertThrows(IllegalArgumentException.class, () -> new EndPolicy.WhenDownstreamQuiet(Set.of()));
  }
}
