package dev.beamflink.translation.runtime.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.InputStatus;

/**
 * A source's enumerator and readers, run step by step as Flink runs them, with snapshots, restores
 * at another parallelism and failures of single readers. Splits and enumerator state go through
 * their serializers wherever they would in Flink.
 */
final class SourceSimulation<T, SplitT extends SourceSplit> {

  interface ReaderFactory<T, SplitT extends SourceSplit> {
    SourceReader<WindowedValue<T>, SplitT> create(SourceReaderContext context);
  }

  /** A checkpoint: what is in state, and what had been emitted by then. */
  record Snapshot<T, SplitT extends SourceSplit>(
      EnumeratorState<SplitT> enumerator, List<List<SplitT>> readers, List<List<T>> emitted) {

    List<T> allEmitted() {
      return emitted.stream().flatMap(List::stream).toList();
    }
  }

  private final Source<WindowedValue<T>, SplitT, EnumeratorState<SplitT>> source;
  private final ReaderFactory<T, SplitT> readerFactory;
  private final int parallelism;
  final FakeEnumeratorContext<SplitT> context;
  final SplitEnumerator<SplitT, EnumeratorState<SplitT>> enumerator;
  final List<SimulatedReader> readers = new ArrayList<>();
  private final Map<Integer, List<SplitT>> assignedSinceSnapshot = new TreeMap<>();
  private long checkpointId;

  SourceSimulation(
      Source<WindowedValue<T>, SplitT, EnumeratorState<SplitT>> source,
      ReaderFactory<T, SplitT> readerFactory,
      int parallelism)
      throws Exception {
    this(source, readerFactory, parallelism, null);
  }

  private SourceSimulation(
      Source<WindowedValue<T>, SplitT, EnumeratorState<SplitT>> source,
      ReaderFactory<T, SplitT> readerFactory,
      int parallelism,
      Snapshot<T, SplitT> snapshot)
      throws Exception {
    this.source = source;
    this.readerFactory = readerFactory;
    this.parallelism = parallelism;
    this.context = new FakeEnumeratorContext<>(parallelism);
    this.enumerator =
        snapshot == null
            ? source.createEnumerator(context)
            : source.restoreEnumerator(
                context,
                SplitCodec.copy(source.getEnumeratorCheckpointSerializer(), snapshot.enumerator()));
    enumerator.start();
    for (int i = 0; i < parallelism; i++) {
      readers.add(new SimulatedReader(i, snapshot == null ? List.of() : share(snapshot, i)));
    }
  }

  /** What Flink's round robin over the list state gives to a reader. */
  private List<SplitT> share(Snapshot<T, SplitT> snapshot, int subtask) {
    List<SplitT> all = snapshot.readers().stream().flatMap(List::stream).toList();
    List<SplitT> share = new ArrayList<>();
    for (int i = subtask; i < all.size(); i += parallelism) {
      share.add(all.get(i));
    }
    return share;
  }

  /** A job that continues from the snapshot with another parallelism. */
  SourceSimulation<T, SplitT> restore(Snapshot<T, SplitT> snapshot, int newParallelism)
      throws Exception {
    return new SourceSimulation<>(source, readerFactory, newParallelism, snapshot);
  }

  /** Splits the source, if that is pending, and polls each reader once, if it wants it. */
  void step() throws Exception {
    context.runAsyncCalls();
    for (SimulatedReader reader : readers) {
      deliver();
      reader.poll();
    }
    deliver();
  }

  /** All messages, in both directions. */
  void deliver() {
    deliverToReaders();
    for (SimulatedReader reader : readers) {
      while (!reader.context.sent.isEmpty()) {
        Object message = reader.context.sent.remove();
        if (message.equals(FakeReaderContext.SPLIT_REQUEST)) {
          enumerator.handleSplitRequest(reader.subtask, "here");
        } else {
          enumerator.handleSourceEvent(reader.subtask, (SourceEvent) message);
        }
        deliverToReaders();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void deliverToReaders() {
    for (FakeEnumeratorContext.Message message : context.takeSent()) {
      SimulatedReader target = readers.get(message.subtask());
      SourceReader<?, SplitT> reader = target.reader;
      if (message.content() instanceof List<?> splits) {
        List<SplitT> typed = SplitCodec.copyAll(source.getSplitSerializer(), (List<SplitT>) splits);
        assignedSinceSnapshot
            .computeIfAbsent(message.subtask(), key -> new ArrayList<>())
            .addAll((List<SplitT>) splits);
        typed.forEach(split -> target.output.createOutputForSplit(split.splitId()));
        reader.addSplits(typed);
      } else if (message.content() instanceof SourceEvent event) {
        reader.handleSourceEvents(event);
      } else {
        reader.notifyNoMoreSplits();
      }
    }
  }

  /** The enumerator first; what it sent before is delivered before the barrier. */
  Snapshot<T, SplitT> snapshot() throws Exception {
    checkpointId++;
    EnumeratorState<SplitT> enumeratorState = enumerator.snapshotState(checkpointId);
    deliverToReaders();
    assignedSinceSnapshot.clear();
    List<List<SplitT>> splits = new ArrayList<>();
    List<List<T>> emitted = new ArrayList<>();
    for (SimulatedReader reader : readers) {
      splits.add(
          SplitCodec.copyAll(
              source.getSplitSerializer(), reader.reader.snapshotState(checkpointId)));
      emitted.add(reader.values());
    }
    return new Snapshot<>(enumeratorState, splits, emitted);
  }

  void completeCheckpoint() throws Exception {
    enumerator.notifyCheckpointComplete(checkpointId);
    for (SimulatedReader reader : readers) {
      reader.reader.notifyCheckpointComplete(checkpointId);
    }
  }

  /** One reader fails and is restored from the last snapshot, or from nothing. */
  void fail(int subtask, Snapshot<T, SplitT> last) throws Exception {
    readers.get(subtask).reader.close();
    context.unregister(subtask);
    context.sent.removeIf(message -> message.subtask() == subtask);
    List<SplitT> lost = assignedSinceSnapshot.remove(subtask);
    enumerator.addSplitsBack(lost == null ? List.of() : lost, subtask);
    List<SplitT> restored = last == null ? List.of() : last.readers().get(subtask);
    SimulatedReader successor = new SimulatedReader(subtask, restored);
    if (last != null) {
      successor.before.addAll(last.emitted().get(subtask));
    }
    readers.set(subtask, successor);
  }

  List<T> emitted() {
    return readers.stream().flatMap(reader -> reader.values().stream()).toList();
  }

  boolean allEnded() {
    return readers.stream().allMatch(reader -> reader.ended);
  }

  /** Whether every reader has emitted the last watermark or ended. */
  boolean allDone() {
    return readers.stream().allMatch(SimulatedReader::isDone);
  }

  /** Runs until all readers have ended. */
  void runToEnd(Runnable betweenSteps) throws Exception {
    for (int i = 0; i < 10_000 && !allEnded(); i++) {
      step();
      betweenSteps.run();
    }
    if (!allEnded()) {
      throw new AssertionError("The readers do not end");
    }
  }

  /** One reader, its output, and whether it has ended. */
  final class SimulatedReader {
    final int subtask;
    final FakeReaderContext context;
    final SourceReader<WindowedValue<T>, SplitT> reader;
    final FakeReaderOutput<WindowedValue<T>> output = new FakeReaderOutput<>();
    private final List<T> before = new ArrayList<>();
    boolean ended;

    private SimulatedReader(int subtask, List<SplitT> restored) {
      this.subtask = subtask;
      this.context = new FakeReaderContext(subtask, parallelism);
      this.reader = readerFactory.create(context);
      if (!restored.isEmpty()) {
        List<SplitT> splits = SplitCodec.copyAll(source.getSplitSerializer(), restored);
        splits.forEach(split -> output.createOutputForSplit(split.splitId()));
        reader.addSplits(splits);
      }
      SourceSimulation.this.context.register(subtask);
      enumerator.addReader(subtask);
      reader.start();
    }

    private void poll() throws Exception {
      if (!ended && reader.isAvailable().isDone()) {
        InputStatus status = reader.pollNext(output);
        ended = status == InputStatus.END_OF_INPUT;
        if (status == InputStatus.MORE_AVAILABLE && !reader.isAvailable().isDone()) {
          throw new AssertionError("More is available, but the reader sleeps");
        }
      }
    }

    boolean isDone() {
      return ended || output.watermark() == Long.MAX_VALUE;
    }

    private List<T> values() {
      List<T> values = new ArrayList<>(before);
      output.elements.forEach(element -> values.add(element.getValue()));
      return values;
    }
  }
}
