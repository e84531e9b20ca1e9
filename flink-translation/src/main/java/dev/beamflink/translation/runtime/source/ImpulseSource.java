package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Beam's Impulse: one empty byte array in the global window, at Beam's minimum timestamp, once in
 * the life of a job, whatever the parallelism and however often the job is restored. Serialisable;
 * made by the client.
 */
public final class ImpulseSource
    implements Source<WindowedValue<byte[]>, ImpulseSplit, EnumeratorState<ImpulseSplit>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final ReadTransform transform;
  private final EndPolicy endPolicy;

  public ImpulseSource(ReadTransform transform, EndPolicy endPolicy) {
    this.transform = transform;
    this.endPolicy = endPolicy;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<ImpulseSplit, EnumeratorState<ImpulseSplit>> createEnumerator(
      SplitEnumeratorContext<ImpulseSplit> context) {
    return restoreEnumerator(context, EnumeratorState.initial());
  }

  @Override
  public SplitEnumerator<ImpulseSplit, EnumeratorState<ImpulseSplit>> restoreEnumerator(
      SplitEnumeratorContext<ImpulseSplit> context, EnumeratorState<ImpulseSplit> state) {
    return new PushedSplitEnumerator<>(
        context,
        transform,
        () -> List.of(new ImpulseSplit()),
        ReaderRelease.each(context, endPolicy),
        state);
  }

  @Override
  public SourceReader<WindowedValue<byte[]>, ImpulseSplit> createReader(
      SourceReaderContext context) {
    return new ImpulseReader(context);
  }

  @Override
  public SimpleVersionedSerializer<ImpulseSplit> getSplitSerializer() {
    return new ImpulseSplitSerializer(transform);
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState<ImpulseSplit>>
      getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer<>(transform, getSplitSerializer());
  }

  @Override
  public OperatorDescription describe() {
    return SplitStates.of(new CoderDescription("impulse", "", List.of()));
  }
}
