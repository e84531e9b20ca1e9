package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A Beam {@link BoundedSource} as a Flink source. Its elements are in the global window, with the
 * timestamps that Beam's reader gives them. Serialisable; made by the client.
 *
 * <p>The same in BATCH and STREAMING. In STREAMING, a checkpoint in the middle of a split is
 * possible; see {@link BoundedCursor} for how and at what cost.
 */
public final class BoundedReadSource<T>
    implements Source<WindowedValue<T>, BoundedSplit<T>, EnumeratorState<BoundedSplit<T>>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final BoundedReadSpec<T> spec;

  public BoundedReadSource(BoundedReadSpec<T> spec) {
    this.spec = spec;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<BoundedSplit<T>, EnumeratorState<BoundedSplit<T>>> createEnumerator(
      SplitEnumeratorContext<BoundedSplit<T>> context) {
    return restoreEnumerator(context, EnumeratorState.initial());
  }

  @Override
  public SplitEnumerator<BoundedSplit<T>, EnumeratorState<BoundedSplit<T>>> restoreEnumerator(
      SplitEnumeratorContext<BoundedSplit<T>> context, EnumeratorState<BoundedSplit<T>> state) {
    return new PulledSplitEnumerator<>(
        context,
        spec.transform(),
        () -> split(context.currentParallelism()),
        spec.endPolicy(),
        state);
  }

  private List<BoundedSplit<T>> split(int parallelism) throws Exception {
    PipelineOptions options = spec.options().get();
    BoundedSource<T> source = spec.source();
    long bytes = spec.bundleSize().desiredBytes(source, options, parallelism);
    List<BoundedSplit<T>> splits = new ArrayList<>();
    for (BoundedSource<T> part : source.split(bytes, options)) {
      splits.add(BoundedSplit.unread(splits.size(), SerializedSource.of(spec.transform(), part)));
    }
    return splits;
  }

  @Override
  public SourceReader<WindowedValue<T>, BoundedSplit<T>> createReader(SourceReaderContext context) {
    UserCode userCode = UserCode.of(spec.transform(), ReaderRuntime.of(context));
    return new BoundedSourceReader<>(context, userCode, spec.options().get());
  }

  @Override
  public SimpleVersionedSerializer<BoundedSplit<T>> getSplitSerializer() {
    return new BoundedSplitSerializer<>(spec.transform());
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState<BoundedSplit<T>>>
      getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer<>(spec.transform(), getSplitSerializer());
  }

  @Override
  public OperatorDescription describe() {
    return SplitStates.of(spec.source(), List.of());
  }
}
