package dev.beamflink.translation.runtime.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** Notes what an enumerator does; asynchronous calls run when the test says so. */
public final class FakeEnumeratorContext<SplitT extends SourceSplit>
    implements SplitEnumeratorContext<SplitT> {

  /** A message to a reader: a list of splits, a source event, or {@link #NO_MORE_SPLITS}. */
  public record Message(int subtask, Object content) {}

  static final String NO_MORE_SPLITS = "no more splits";

  final Deque<Message> sent = new ArrayDeque<>();
  private final int parallelism;
  private final Map<Integer, ReaderInfo> readers = new TreeMap<>();
  private final Queue<Runnable> asyncCalls = new ArrayDeque<>();

  public FakeEnumeratorContext(int parallelism) {
    this.parallelism = parallelism;
  }

  public void register(int subtask) {
    readers.put(subtask, new ReaderInfo(subtask, "here"));
  }

  void unregister(int subtask) {
    readers.remove(subtask);
  }

  void runAsyncCalls() {
    while (!asyncCalls.isEmpty()) {
      asyncCalls.remove().run();
    }
  }

  int asyncCallsWaiting() {
    return asyncCalls.size();
  }

  public List<Message> takeSent() {
    List<Message> messages = new ArrayList<>(sent);
    sent.clear();
    return messages;
  }

  private void send(int subtask, Object content) {
    if (!readers.containsKey(subtask)) {
      throw new IllegalStateException("Reader " + subtask + " is not registered");
    }
    sent.add(new Message(subtask, content));
  }

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return Map.copyOf(readers);
  }

  @Override
  public void assignSplits(SplitsAssignment<SplitT> assignment) {
    assignment.assignment().forEach((subtask, splits) -> send(subtask, List.copyOf(splits)));
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    send(subtask, NO_MORE_SPLITS);
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    send(subtask, event);
  }

  @Override
  public <V> void callAsync(Callable<V> callable, BiConsumer<V, Throwable> handler) {
    asyncCalls.add(
        () -> {
          V result;
          try {
            result = callable.call();
          } catch (Exception e) {
            handler.accept(null, e);
            return;
          }
          handler.accept(result, null);
        });
  }

  @Override
  public <V> void callAsync(
      Callable<V> callable, BiConsumer<V, Throwable> handler, long delay, long period) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    throw new UnsupportedOperationException();
  }
}
