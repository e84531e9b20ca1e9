package dev.beamflink.translation.runtime.operator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Emits one element and asks for a split while the first checkpoint is under way, so that Flink
 * holds the answer back until that checkpoint has ended. Used once in a JVM, at parallelism 1.
 *
 * @param type of the element
 */
record HeldBackEventSource(TypeInformation<WindowedValue<Object>> type)
    implements Source<WindowedValue<Object>, HeldBackEventSource.Split, Boolean>,
        ResultTypeQueryable<WindowedValue<Object>> {

  private static final CountDownLatch CHECKPOINT_BEGUN = new CountDownLatch(1);
  private static final CountDownLatch SPLIT_ASKED_FOR = new CountDownLatch(1);

  @Override
  public TypeInformation<WindowedValue<Object>> getProducedType() {
    return type;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<Split, Boolean> createEnumerator(SplitEnumeratorContext<Split> context) {
    return new Enumerator(context);
  }

  @Override
  public SplitEnumerator<Split, Boolean> restoreEnumerator(
      SplitEnumeratorContext<Split> context, Boolean state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SourceReader<WindowedValue<Object>, Split> createReader(SourceReaderContext context) {
    return new Reader(context);
  }

  @Override
  public SimpleVersionedSerializer<Split> getSplitSerializer() {
    return new OneByte<>(new Split());
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new OneByte<>(true);
  }

  record Split() implements SourceSplit {
    @Override
    public String splitId() {
      return "split";
    }
  }

  private record Enumerator(SplitEnumeratorContext<Split> context)
      implements SplitEnumerator<Split, Boolean> {

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
      context.assignSplit(new Split(), subtask);
    }

    /** The gate for events is closed already; the request is handled after this. */
    @Override
    public Boolean snapshotState(long checkpointId) throws InterruptedException {
      CHECKPOINT_BEGUN.countDown();
      if (!SPLIT_ASKED_FOR.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The reader has not asked for a split");
      }
      return true;
    }

    @Override
    public void addSplitsBack(List<Split> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader<WindowedValue<Object>, Split> {
    private final SourceReaderContext context;
    private boolean emitted;

    Reader(SourceReaderContext context) {
      this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<WindowedValue<Object>> output) throws Exception {
      if (!emitted) {
        emitted = true;
        output.collect(WindowedValues.valueInGlobalWindow(new byte[0]));
        if (!CHECKPOINT_BEGUN.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("There is no checkpoint");
        }
        context.sendSplitRequest();
        SPLIT_ASKED_FOR.countDown();
      }
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<Split> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return new CompletableFuture<>();
    }

    @Override
    public void addSplits(List<Split> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  private record OneByte<T>(T value) implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T any) {
      return new byte[1];
    }

    @Override
    public T deserialize(int version, byte[] serialized) {
      return value;
    }
  }
}
