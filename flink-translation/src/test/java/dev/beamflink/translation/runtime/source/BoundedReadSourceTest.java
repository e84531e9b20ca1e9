package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.metrics.MetricsAccumulator;
import dev.beamflink.translation.runtime.quiet.DownstreamQuietEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.CountingSource;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedReadSourceTest {

  private static final MetricName SPLIT = MetricName.named(ListSource.class, "split");
  private static final MetricName READ = MetricName.named(ListSource.class, "read");

  private static final int COUNT = 40;
  private static final List<Long> NUMBERS = LongStream.range(0, COUNT).boxed().toList();
  private static final EndPolicy WHEN_QUIET = new EndPolicy.WhenDownstreamQuiet(Set.of("a", "b"));

  /** Sources of the numbers, of different abilities. */
  enum Kind {
    UNSPLITTABLE {
      @Override
      BoundedSource<Long> source() {
        return new ListSource(NUMBERS, COUNT);
      }
    },
    SPLIT_ONCE {
      @Override
      BoundedSource<Long> source() {
        return new ListSource(NUMBERS, 7);
      }
    },
    SPLITTABLE_WHILE_READ {
      @Override
      @SuppressWarnings("deprecation") // for runners' tests it is fine
      BoundedSource<Long> source() {
        return CountingSource.upTo(COUNT);
      }
    },
    EMPTY {
      @Override
      BoundedSource<Long> source() {
        return new ListSource(List.of(), 1);
      }

      @Override
      List<Long> expected() {
        return List.of();
      }
    };

    abstract BoundedSource<Long> source();

    List<Long> expected() {
      return NUMBERS;
    }
  }

  private static SourceSimulation<Long, BoundedSplit<Long>> simulate(
      BoundedReadSpec<Long> spec, int parallelism) throws Exception {
    return simulate(spec, Specs.userCode(), parallelism);
  }

  private static SourceSimulation<Long, BoundedSplit<Long>> simulate(
      BoundedReadSpec<Long> spec, UserCode userCode, int parallelism) throws Exception {
    return new SourceSimulation<>(
        new BoundedReadSource<>(spec),
        context -> new BoundedSourceReader<>(context, userCode, spec.options().get()),
        parallelism);
  }

  private static SourceSimulation<Long, BoundedSplit<Long>> simulate(Kind kind, int parallelism)
      throws Exception {
    return simulate(Specs.bounded(kind.source(), Specs.WHEN_DONE), parallelism);
  }

  private static void assertSameElements(List<Long> expected, List<Long> actual) {
    assertEquals(expected, actual.stream().sorted().toList());
  }

  @ParameterizedTest
  @EnumSource
  void readsEverythingOnceAndEnds(Kind kind) throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job = simulate(kind, 3);
    job.runToEnd(() -> {});
    assertSameElements(kind.expected(), job.emitted());
  }

  @ParameterizedTest
  @EnumSource
  void restoringAnySnapshotAtAnyParallelismLosesAndDoublesNothing(Kind kind) throws Exception {
    for (int parallelism : new int[] {2, 3}) {
      for (int steps = 0; steps < COUNT + 10; steps++) {
        for (int newParallelism :
            new int[] {Math.max(1, parallelism / 2), parallelism, 2 * parallelism}) {
          SourceSimulation<Long, BoundedSplit<Long>> job = simulate(kind, parallelism);
          for (int i = 0; i < steps; i++) {
            job.step();
          }
          SourceSimulation.Snapshot<Long, BoundedSplit<Long>> snapshot = job.snapshot();
          SourceSimulation<Long, BoundedSplit<Long>> restored =
              job.restore(snapshot, newParallelism);
          restored.runToEnd(() -> {});
          List<Long> all = new ArrayList<>(snapshot.allEmitted());
          all.addAll(restored.emitted());
          assertSameElements(kind.expected(), all);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void checkpointsAfterEveryElementChangeNothing(Kind kind) throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job = simulate(kind, 2);
    job.runToEnd(
        () -> {
          try {
            job.snapshot();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertSameElements(kind.expected(), job.emitted());
  }

  @ParameterizedTest
  @EnumSource
  void restoringAgainAndAgainLosesAndDoublesNothing(Kind kind) throws Exception {
    List<Long> all = new ArrayList<>();
    SourceSimulation<Long, BoundedSplit<Long>> job = simulate(kind, 2);
    for (int parallelism = 1; !job.allEnded(); parallelism = 1 + parallelism % 4) {
      for (int i = 0; i < 4; i++) {
        job.step();
      }
      SourceSimulation.Snapshot<Long, BoundedSplit<Long>> snapshot = job.snapshot();
      all.addAll(snapshot.allEmitted());
      if (!job.allEnded()) {
        job = job.restore(snapshot, parallelism);
      }
    }
    assertSameElements(kind.expected(), all);
  }

  @ParameterizedTest
  @EnumSource
  void failureOfOneReaderLosesAndDoublesNothing(Kind kind) throws Exception {
    for (int snapshotAt = 0; snapshotAt < 25; snapshotAt += 3) {
      for (int failAt = snapshotAt; failAt < 25; failAt += 4) {
        SourceSimulation<Long, BoundedSplit<Long>> job = simulate(kind, 2);
        SourceSimulation.Snapshot<Long, BoundedSplit<Long>> snapshot = null;
        for (int step = 0; step < failAt; step++) {
          if (step == snapshotAt) {
            snapshot = job.snapshot();
          }
          job.step();
        }
        job.fail(1, snapshot);
        job.runToEnd(() -> {});
        assertSameElements(kind.expected(), job.emitted());
      }
    }
  }

  @Test
  void sourceThatCanBeSplitIsNotReadAgainFromItsStart() throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job = simulate(Kind.SPLITTABLE_WHILE_READ, 1);
    long readAgain = 0;
    for (int i = 0; i < 10; i++) {
      job.step();
      job.step();
      job.step();
      readAgain = job.snapshot().readers().get(0).stream().mapToLong(BoundedSplit::emitted).sum();
      assertTrue(readAgain < 12, "read again: " + readAgain);
    }
  }

  @Test
  void sourceIsSplitOnce() throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job = simulate(Kind.SPLIT_ONCE, 2);
    assertEquals(1, job.context.asyncCallsWaiting(), "in a worker thread");
    assertFalse(job.snapshot().enumerator().split());
    job.step();
    SourceSimulation.Snapshot<Long, BoundedSplit<Long>> snapshot = job.snapshot();
    assertTrue(snapshot.enumerator().split());
    assertEquals(0, job.restore(snapshot, 2).context.asyncCallsWaiting());
  }

  @Test
  void failedSplittingNamesTheTransform() throws Exception {
    ListSource broken =
        new ListSource(List.of(1L), 1) {
          @Override
          public List<ListSource> split(long bytes, PipelineOptions options) {
            throw new IllegalStateException("no such table");
          }
        };
    SourceSimulation<Long, BoundedSplit<Long>> job =
        simulate(Specs.bounded(broken, Specs.WHEN_DONE), 1);
    RuntimeException failure = assertThrows(RuntimeException.class, job::step);
    assertTrue(failure.getMessage().contains("'My/Read'"), failure.getMessage());
    assertEquals("no such table", failure.getCause().getMessage());
  }

  @Test
  void staysAliveWithLastWatermarkUntilDownstreamIsQuiet() throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job =
        simulate(Specs.bounded(Kind.SPLIT_ONCE.source(), WHEN_QUIET), 2);
    for (int i = 0; i < 100; i++) {
      assertFalse(job.allDone() && job.emitted().size() < COUNT);
      job.step();
    }
    assertTrue(job.allDone());
    assertFalse(job.allEnded());
    assertSameElements(NUMBERS, job.emitted());

    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("a", true));
    job.enumerator.handleSourceEvent(0, new DownstreamQuietEvent("b", true));
    job.step();
    assertTrue(job.allEnded());
  }

  @Test
  void sourceThatChangesIsNotedWhenItIsReadAgain() throws Exception {
    SourceSimulation<Long, BoundedSplit<Long>> job =
        simulate(Specs.bounded(new ShrinkingSource(List.of(1L, 2L, 3L)), Specs.WHEN_DONE), 1);
    while (job.emitted().size() < 3) {
      job.step();
    }
    SourceSimulation<Long, BoundedSplit<Long>> restored = job.restore(job.snapshot(), 1);
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> restored.runToEnd(() -> {}));
    assertTrue(failure.getMessage().contains("'My/Read'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("3 elements before"), failure.getMessage());
  }

  @Test
  void metricsOfTheSourceGoToItsTransformOnly() throws Exception {
    MetricsAccumulator metrics = Specs.metrics();
    BoundedReadSpec<Long> spec = Specs.bounded(Kind.SPLIT_ONCE.source(), Specs.WHEN_DONE);
    MetricsContainerImpl outer = new MetricsContainerImpl("other");
    MetricsEnvironment.setCurrentContainer(outer);
    try {
      simulate(spec, new UserCode(Specs.READ, metrics), 1).runToEnd(() -> {});
      assertEquals(outer, MetricsEnvironment.getCurrentContainer());
    } finally {
      MetricsEnvironment.setCurrentContainer(null);
    }
    assertEquals(COUNT, counted(metrics, READ));
  }

  @Test
  void metricsOfSplittingAreCountedOnce() throws Exception {
    MetricsAccumulator metrics = Specs.metrics();
    BoundedReadSpec<Long> spec = Specs.bounded(Kind.SPLIT_ONCE.source(), Specs.WHEN_DONE);
    simulate(spec, new UserCode(Specs.READ, metrics), 3).runToEnd(() -> {});
    assertEquals(1, counted(metrics, SPLIT));
  }

  @Test
  void metricsAreCommittedAsOfTheLastCompleteCheckpoint() throws Exception {
    MetricsAccumulator metrics = new MetricsAccumulator(1, false, true);
    BoundedReadSpec<Long> spec = Specs.bounded(Kind.SPLIT_ONCE.source(), Specs.WHEN_DONE);
    SourceSimulation<Long, BoundedSplit<Long>> job =
        simulate(spec, new UserCode(Specs.READ, metrics), 1);
    while (job.emitted().size() < 3) {
      job.step();
    }
    job.snapshot();
    long atBarrier = counted(metrics, READ);
    job.step();
    assertFalse(metrics.getLocalValue().hasCommitted());
    job.completeCheckpoint();
    assertTrue(metrics.getLocalValue().hasCommitted());
    assertTrue(counted(metrics, READ) > atBarrier);
    assertEquals(
        atBarrier,
        metrics
            .getLocalValue()
            .committed()
            .getContainer("My/Read")
            .getCounter(READ)
            .getCumulative());
  }

  private static long counted(MetricsAccumulator metrics, MetricName name) {
    return metrics.metrics().getContainer("My/Read").getCounter(name).getCumulative();
  }

  @Test
  void metricsOfSplittingGoToAnotherReaderIfTheFirstOneFails() throws Exception {
    List<MetricsAccumulator> readers = new ArrayList<>();
    BoundedReadSpec<Long> spec = Specs.bounded(Kind.SPLIT_ONCE.source(), Specs.WHEN_DONE);
    SourceSimulation<Long, BoundedSplit<Long>> job =
        new SourceSimulation<>(
            new BoundedReadSource<>(spec),
            context -> {
              readers.add(Specs.metrics());
              UserCode userCode = new UserCode(Specs.READ, readers.get(readers.size() - 1));
              return new BoundedSourceReader<>(context, userCode, spec.options().get());
            },
            1);
    job.step();
    job.fail(0, null);
    job.runToEnd(() -> {});
    assertEquals(2, readers.size());
    assertEquals(1, counted(readers.get(0), SPLIT), "lost");
    assertEquals(1, counted(readers.get(1), SPLIT));
  }
}
