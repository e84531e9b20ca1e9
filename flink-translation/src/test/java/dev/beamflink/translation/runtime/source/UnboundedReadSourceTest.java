package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.metrics.OperatorMetrics;
import dev.beamflink.translation.runtime.quiet.DownstreamQuietEvent;
import dev.beamflink.translation.testkit.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.beam.runners.core.metrics.CounterCell;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.values.WindowedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnboundedReadSourceTest {

  private final Journal journal = Journal.create();
  private final ManualClock clock = new ManualClock();

  /** Splits of different length, one of them empty. */
  private static final List<List<Long>> SPLITS =
      List.of(range(0, 10), range(100, 104), List.of(), range(200, 207), range(300, 301));

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> all(List<List<Long>> splits) {
    return splits.stream().flatMap(List::stream).toList();
  }

  private ScriptedSource source(List<List<Long>> splits, int emptyPolls, boolean ends) {
    return ScriptedSource.of(
        new ScriptedSource.Script(emptyPolls, ends, false, false, journal), splits);
  }

  private SourceSimulation<Long, UnboundedSplit<Long>> simulate(
      UnboundedReadSpec<Long> spec, int parallelism) throws Exception {
    return simulate(spec, MarkFinalization.ON_CHECKPOINT, parallelism);
  }

  private SourceSimulation<Long, UnboundedSplit<Long>> simulate(
      UnboundedReadSpec<Long> spec, MarkFinalization finalization, int parallelism)
      throws Exception {
    return new SourceSimulation<>(
        new UnboundedReadSource<>(spec),
        context ->
            new UnboundedSourceReader<>(context, Specs.userCode(), clock, finalization, spec),
        parallelism);
  }

  private SourceSimulation<Long, UnboundedSplit<Long>> simulate(
      ScriptedSource source, int parallelism) throws Exception {
    return simulate(Specs.unbounded(source, 4, Specs.WHEN_DONE), parallelism);
  }

  private void steps(SourceSimulation<?, ?> job, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      job.step();
      clock.advanceMillis(1);
    }
  }

  private void runToEnd(SourceSimulation<?, ?> job) throws Exception {
    job.runToEnd(() -> clock.advanceMillis(1));
  }

  private static void assertSameElements(List<Long> expected, List<Long> actual) {
    assertEquals(expected.stream().sorted().toList(), actual.stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void readsEverythingOnceAndEndsAllReadersTogether(int parallelism) throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(SPLITS, 1, true), parallelism);
    for (int i = 0; i < 1000 && !job.allDone(); i++) {
      steps(job, 1);
      boolean someEnded = job.readers.stream().anyMatch(reader -> reader.ended);
      assertTrue(!someEnded || job.allDone());
    }
    runToEnd(job);
    assertSameElements(all(SPLITS), job.emitted());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void restoringAnySnapshotAtAnyParallelismLosesAndDoublesNothing(int emptyPolls) throws Exception {
    for (int steps = 0; steps < 40; steps++) {
      for (int newParallelism : new int[] {1, 2, 4, 9}) {
        SourceSimulation<Long, UnboundedSplit<Long>> job =
            simulate(source(SPLITS, emptyPolls, true), 2);
        steps(job, steps);
        SourceSimulation.Snapshot<Long, UnboundedSplit<Long>> snapshot = job.snapshot();
        SourceSimulation<Long, UnboundedSplit<Long>> restored =
            job.restore(snapshot, newParallelism);
        runToEnd(restored);
        List<Long> all = new ArrayList<>(snapshot.allEmitted());
        all.addAll(restored.emitted());
        assertSameElements(all(SPLITS), all);
      }
    }
  }

  @Test
  void metricsAreCommittedAsOfTheLastCompleteCheckpoint() throws Exception {
    MetricsAccumulator metrics = new MetricsAccumulator(1, false, true);
    UnboundedReadSpec<Long> spec = Specs.unbounded(source(SPLITS, 1, true), 4, Specs.WHEN_DONE);
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        new SourceSimulation<>(
            new UnboundedReadSource<>(spec),
            context ->
                new UnboundedSourceReader<>(
                    context,
                    new UserCode(Specs.READ, metrics),
                    clock,
                    MarkFinalization.ON_CHECKPOINT,
                    spec),
            1);
    CounterCell counter =
        metrics.metrics().getContainer("My/Read").getCounter(MetricName.named("test", "counter"));
    counter.inc(3);
    job.snapshot();
    counter.inc(4);
    assertFalse(metrics.getLocalValue().hasCommitted());
    job.completeCheckpoint();
    OperatorMetrics reported = metrics.getLocalValue();
    assertTrue(reported.hasCommitted());
    assertEquals(
        3,
        reported.committed().getContainer("My/Read").getCounter(counter.getName()).getCumulative());
  }

  @Test
  void failureOfOneReaderLosesAndDoublesNothing() throws Exception {
    for (int snapshotAt = 0; snapshotAt < 24; snapshotAt += 3) {
      for (int failAt = snapshotAt; failAt < 24; failAt += 2) {
        SourceSimulation<Long, UnboundedSplit<Long>> job = simulate(source(SPLITS, 0, true), 2);
        steps(job, snapshotAt);
        SourceSimulation.Snapshot<Long, UnboundedSplit<Long>> snapshot =
            snapshotAt == 0 ? null : job.snapshot();
        steps(job, failAt - snapshotAt);
        job.fail(1, snapshot);
        runToEnd(job);
        assertSameElements(all(SPLITS), job.emitted());
      }
    }
  }

  @Test
  void sourceIsSplitOnce() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job = simulate(source(SPLITS, 0, true), 2);
    assertEquals(1, job.context.asyncCallsWaiting(), "in a worker thread");
    assertFalse(job.snapshot().enumerator().split());
    job.step();
    SourceSimulation.Snapshot<Long, UnboundedSplit<Long>> snapshot = job.snapshot();
    assertTrue(snapshot.enumerator().split());
    assertEquals(0, job.restore(snapshot, 2).context.asyncCallsWaiting());
  }

  @Test
  void watermarkIsTheMinimumOverTheSplitsOfAReader() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(10, 12), range(50, 60)), 0, false), 1);
    steps(job, 200);
    assertEquals(12 - 1, job.readers.get(0).output.watermark(), "Beam's 12 is Flink's 11");
  }

  @Test
  void splitWithoutDataUsesItsReadersWatermark() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(List.of(), range(50, 60)), 0, false), 1);
    steps(job, 200);
    assertEquals(-1, job.readers.get(0).output.watermark(), "Beam's 0 is Flink's -1");
  }

  @Test
  void readerWithoutSplitDoesNotHoldTheWatermarkButStays() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(10, 12)), 0, false), 2);
    steps(job, 200);
    assertEquals(11, job.readers.get(0).output.watermark());
    assertEquals(Long.MAX_VALUE, job.readers.get(1).output.watermark());
    assertFalse(job.readers.get(1).ended);
  }

  @Test
  void noWatermarkBeforeTheSplitsAreKnown() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(10, 12)), 0, false), 1);
    job.readers.get(0).reader.pollNext(job.readers.get(0).output);
    assertEquals(Long.MIN_VALUE, job.readers.get(0).output.watermark());
    assertFalse(job.readers.get(0).reader.isAvailable().isDone());
    assertEquals(0, clock.alarms(), "it waits for the enumerator, not for time");
  }

  @Test
  void marksAreFinalizedUpToTheCompletedCheckpoint() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(0, 9)), 0, false), 1);
    steps(job, 2);
    SourceSimulation.Snapshot<Long, UnboundedSplit<Long>> unused = job.snapshot();
    steps(job, 2);
    unused = job.snapshot();
    assertEquals(List.of("start split0"), journal.entries());
    job.completeCheckpoint();
    assertEquals(
        List.of("start split0", "finalize split0 2", "finalize split0 4"), journal.entries());
    job.completeCheckpoint();
    assertEquals(3, journal.entries().size(), "each mark once");
    assertEquals(1, unused.readers().get(0).size());
  }

  @Test
  void marksAreFinalizedWithoutCheckpointsIfAskedFor() throws Exception {
    UnboundedReadSpec<Long> spec =
        Specs.unbounded(source(List.of(range(0, 3)), 0, false), 1, Specs.WHEN_DONE);
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(spec, MarkFinalization.PERIODICALLY, 1);
    steps(job, 1500);
    assertEquals(List.of("start split0", "finalize split0 3"), journal.entries());
  }

  @Test
  void endsWhenDownstreamIsQuiet() throws Exception {
    EndPolicy whenQuiet = new EndPolicy.WhenDownstreamQuiet(Set.of("a"));
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(Specs.unbounded(source(SPLITS, 0, true), 4, whenQuiet), 2);
    steps(job, 500);
    assertTrue(job.allDone());
    assertFalse(job.allEnded());
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", true));
    steps(job, 1);
    assertTrue(job.allEnded());
  }

  @Test
  void finishedSplitsStayInStateAndAreNotReadAgain() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job = simulate(source(SPLITS, 0, true), 2);
    runToEnd(job);
    SourceSimulation<Long, UnboundedSplit<Long>> restored = job.restore(job.snapshot(), 2);
    runToEnd(restored);
    assertEquals(List.of(), restored.emitted());
  }

  @Test
  void elementsCarryRecordIdsIfDuplicatesMustBeRemoved() throws Exception {
    ScriptedSource source =
        ScriptedSource.of(
            new ScriptedSource.Script(0, true, false, true, journal), List.of(range(0, 2)));
    SourceSimulation<Long, UnboundedSplit<Long>> job = simulate(source, 1);
    runToEnd(job);
    List<String> ids =
        job.readers.get(0).output.elements.stream().map(WindowedValue::getRecordId).toList();
    assertEquals(List.of("\u00ff0", "\u00ff1"), ids);
  }

  @Test
  void elementsCarryNoRecordIdsOtherwise() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(0, 1)), 0, true), 1);
    runToEnd(job);
    assertNull(job.readers.get(0).output.elements.get(0).getRecordId());
  }

  @Test
  void backlogIsToldInBytesAndRecords() throws Exception {
    ScriptedSource source =
        ScriptedSource.of(
            new ScriptedSource.Script(0, false, true, false, journal),
            List.of(range(0, 3000), range(0, 3000)));
    SourceSimulation<Long, UnboundedSplit<Long>> job = simulate(source, 1);
    steps(job, 2200);
    FakeReaderContext context = job.readers.get(0).context;
    long bytes = context.pendingBytes.getValue();
    assertTrue(bytes > 10_000 && bytes < 50_000, "10 bytes each: " + bytes);
    long records = context.pendingRecords.getValue();
    assertTrue(records > bytes / 3 && records <= bytes, "1 or 2 bytes encoded: " + records);
  }

  @Test
  void unknownBacklogIsNotTold() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(0, 10)), 0, false), 1);
    steps(job, 3000);
    assertNull(job.readers.get(0).context.pendingBytes);
    assertNull(job.readers.get(0).context.pendingRecords);
  }

  @Test
  void readersAreClosed() throws Exception {
    SourceSimulation<Long, UnboundedSplit<Long>> job =
        simulate(source(List.of(range(0, 1), range(1, 2)), 0, true), 1);
    runToEnd(job);
    job.readers.get(0).reader.close();
    assertEquals(1, journal.count("close split0"));
    assertEquals(1, journal.count("close split1"));
  }
}
