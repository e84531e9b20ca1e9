package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.translation.runtime.source.BoundedReadSource;
import dev.beamflink.translation.runtime.source.BoundedReadSpec;
import dev.beamflink.translation.runtime.source.ImpulseSource;
import dev.beamflink.translation.runtime.source.SourceOptions;
import dev.beamflink.translation.runtime.source.UnboundedReadSource;
import dev.beamflink.translation.runtime.source.UnboundedReadSpec;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A pipeline without TestStream: its roots are sources of the job. */
final class SourceDrive implements Drive {

  /**
   * Splits to ask for, for each reader. Sources are split once, so this bounds how far a job with
   * an unbounded one can be scaled up later.
   */
  private static final int SPLITS_PER_READER = 4;

  private final TranslationContext context;
  private final PendingWork pendingWork;

  SourceDrive(TranslationContext context) {
    this.context = context;
    this.pendingWork = context.pendingWork();
  }

  /** At parallelism 1. */
  @Override
  public void impulse(TransformNode transform) {
    ImpulseSource source =
        new ImpulseSource(Sources.named(transform), pendingWork.endPolicy(transform));
    Sources.define(transform, source, 1, context);
  }

  @Override
  public <T> void bounded(TransformNode transform, BoundedSource<T> source) {
    BoundedReadSpec<T> spec =
        new BoundedReadSpec<>(
            Sources.named(transform),
            source,
            context.settings().options(),
            SourceOptions.bundleSize(SPLITS_PER_READER, context.environment().getConfiguration()),
            pendingWork.endPolicy(transform));
    Sources.define(
        transform, new BoundedReadSource<>(spec), context.settings().parallelism(), context);
  }

  @Override
  @SuppressWarnings("unchecked") // the output's coder is that of the source's elements
  public <T> void unbounded(TransformNode transform, UnboundedSource<T, ?> source) {
    int parallelism = context.settings().parallelism();
    UnboundedReadSpec<T> spec =
        new UnboundedReadSpec<>(
            Sources.named(transform),
            source,
            context.settings().options(),
            parallelism * SPLITS_PER_READER,
            (Coder<T>) context.coder(transform.outputs().values().iterator().next()),
            SourceOptions.watermarkInterval(context.environment().getConfiguration()),
            pendingWork.endPolicy(transform));
    if (source.requiresDeduping()) {
      Sources.defineDeduplicated(transform, new UnboundedReadSource<>(spec), parallelism, context);
    } else {
      Sources.define(transform, new UnboundedReadSource<>(spec), parallelism, context);
    }
  }

  @Override
  public void testStream(TransformNode transform, TestStream payload) {
    throw new IllegalStateException(
        "Transform '%s' (%s) was overlooked: a bug of the runner"
            .formatted(transform.fullName(), transform.urn()));
  }

  @Override
  public <T> DataStream<T> union(List<DataStream<T>> streams, String name, int parallelism) {
    if (streams.size() == 1) {
      return streams.get(0);
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
    DataStream<T>[] others = streams.subList(1, streams.size()).toArray(new DataStream[0]);
    return streams.get(0).union(others);
  }

  @Override
  public void finish() {}
}
