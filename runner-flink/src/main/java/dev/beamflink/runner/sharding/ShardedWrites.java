package dev.beamflink.runner.sharding;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.io.WriteFiles;
import org.apache.beam.sdk.io.WriteFilesResult;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Chooses which subtask writes which shard of the pipeline's file writes, and how many shards there
 * are where the pipeline leaves that to the runner. Client side, ahead of translation.
 *
 * <p>Left to the runner, a write of unbounded input gets twice as many shards as subtasks, rounded
 * up to a power of two. Beam's own answer, a file for each batch of some seconds, makes many small
 * files; it stays for those who ask for it with {@code withAutoSharding()}. A write of bounded
 * input stays as it is, too: every bundle writes a file, without an exchange.
 */
public final class ShardedWrites {

  private ShardedWrites() {}

  /**
   * Changes the pipeline's file writes.
   *
   * @param parallelism of the job
   * @param maxParallelism of the job
   * @return whether there were any to change
   */
  public static boolean place(Pipeline pipeline, int parallelism, int maxParallelism) {
    PlaceableWrite matcher = new PlaceableWrite();
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                matcher, new Factory<>(shards(parallelism), new ShardPlacement(maxParallelism)))));
    return matcher.found();
  }

  /** So many that a job that is rescaled to twice its parallelism still uses every subtask. */
  static int shards(int parallelism) {
    return 2 * Integer.highestOneBit(2 * parallelism - 1);
  }

  private record Factory<UserT, DestinationT, OutputT>(int shards, ShardPlacement placement)
      implements PTransformOverrideFactory<
          PCollection<UserT>,
          WriteFilesResult<DestinationT>,
          WriteFiles<UserT, DestinationT, OutputT>> {

    @Override
    public PTransformReplacement<PCollection<UserT>, WriteFilesResult<DestinationT>>
        getReplacementTransform(
            AppliedPTransform<
                    PCollection<UserT>,
                    WriteFilesResult<DestinationT>,
                    WriteFiles<UserT, DestinationT, OutputT>>
                application) {
      WriteFiles<UserT, DestinationT, OutputT> write = application.getTransform();
      WriteFiles<UserT, DestinationT, OutputT> sharded =
          PlaceableWrite.isRunnerDetermined(write) ? write.withNumShards(shards) : write;
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(application),
          sharded.withShardingFunction(
              new PlacedSharding<>(destinationCoder(application), placement)));
    }

    /** The coder that Beam has chosen for destinations: the result has it with the file names. */
    @SuppressWarnings("unchecked") // WriteFilesResult declares its only output so
    private static <DestinationT> Coder<DestinationT> destinationCoder(
        AppliedPTransform<?, ?, ?> application) {
      PCollection<?> names = application.getOutputs().values().iterator().next();
      return ((KvCoder<DestinationT, String>) names.getCoder()).getKeyCoder();
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, WriteFilesResult<DestinationT> newOutput) {
      return ReplacementOutputs.tagged(outputs, newOutput);
    }
  }
}
