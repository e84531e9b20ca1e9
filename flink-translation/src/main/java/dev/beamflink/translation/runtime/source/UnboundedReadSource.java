package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * A Beam {@link UnboundedSource} as a Flink source, for STREAMING. Serialisable; made by the
 * client.
 *
 * <p>Its elements are in the global window, with the timestamps that Beam's reader gives them. If
 * {@link UnboundedSource#requiresDeduping()}, they carry the record's id ({@code
 * WindowedValue.getRecordId()}, one char per byte), and whoever makes the job must remove
 * duplicates behind the source.
 */
public final class UnboundedReadSource<T>
    implements Source<WindowedValue<T>, UnboundedSplit<T>, EnumeratorState<UnboundedSplit<T>>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final UnboundedReadSpec<T> spec;

  public UnboundedReadSource(UnboundedReadSpec<T> spec) {
    this.spec = spec;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<UnboundedSplit<T>, EnumeratorState<UnboundedSplit<T>>> createEnumerator(
      SplitEnumeratorContext<UnboundedSplit<T>> context) {
    return restoreEnumerator(context, EnumeratorState.initial());
  }

  @Override
  public SplitEnumerator<UnboundedSplit<T>, EnumeratorState<UnboundedSplit<T>>> restoreEnumerator(
      SplitEnumeratorContext<UnboundedSplit<T>> context, EnumeratorState<UnboundedSplit<T>> state) {
    return new PushedSplitEnumerator<>(
        context,
        spec.transform(),
        this::split,
        ReaderRelease.together(context, spec.endPolicy()),
        state);
  }

  private List<UnboundedSplit<T>> split() throws Exception {
    List<UnboundedSplit<T>> splits = new ArrayList<>();
    for (UnboundedSource<T, ?> part :
        spec.source().split(spec.desiredSplits(), spec.options().get())) {
      String id = Integer.toString(splits.size());
      splits.add(new UnboundedSplit<>(id, SerializedSource.of(spec.transform(), part), null));
    }
    return splits;
  }

  @Override
  public SourceReader<WindowedValue<T>, UnboundedSplit<T>> createReader(
      SourceReaderContext context) {
    StreamingRuntimeContext runtime = ReaderRuntime.of(context);
    return new UnboundedSourceReader<>(
        context,
        UserCode.of(spec.transform(), runtime),
        new TimerThread("wake-up of " + spec.transform().fullName()),
        MarkFinalization.of(runtime),
        spec);
  }

  @Override
  public SimpleVersionedSerializer<UnboundedSplit<T>> getSplitSerializer() {
    return new UnboundedSplitSerializer<>(spec.transform());
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState<UnboundedSplit<T>>>
      getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer<>(spec.transform(), getSplitSerializer());
  }

  @Override
  public OperatorDescription describe() {
    return SplitStates.of(
        spec.source(), List.of(CoderDescription.of(spec.source().getCheckpointMarkCoder())));
  }
}
