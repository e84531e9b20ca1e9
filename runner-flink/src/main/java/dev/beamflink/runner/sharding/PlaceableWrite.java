package dev.beamflink.runner.sharding;

import org.apache.beam.sdk.io.WriteFiles;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformMatcher;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds file writes whose shards are ours to place: those with a number of shards but no sharding
 * function of their own, and those that leave the shards of unbounded input to the runner.
 */
final class PlaceableWrite implements PTransformMatcher {

  private boolean found;

  /** Whether there was one. */
  boolean found() {
    return found;
  }

  @Override
  public boolean matches(AppliedPTransform<?, ?, ?> application) {
    boolean matches =
        application.getTransform() instanceof WriteFiles<?, ?, ?> write
            && write.getShardingFunction() == null
            && isReplaceable(write)
            && (!isRunnerDetermined(write)
                || (isUnbounded(application) && !write.getWithAutoSharding()));
    found |= matches;
    return matches;
  }

  /** What has been replaced has a sharding function. */
  @Override
  public boolean matchesDuringValidation(AppliedPTransform<?, ?, ?> application) {
    return false;
  }

  static boolean isRunnerDetermined(WriteFiles<?, ?, ?> write) {
    return write.getNumShardsProvider() == null && write.getComputeNumShards() == null;
  }

  private static boolean isUnbounded(AppliedPTransform<?, ?, ?> application) {
    return application.getMainInputs().values().stream()
        .anyMatch(input -> input.isBounded() == PCollection.IsBounded.UNBOUNDED);
  }

  /** A handler of bad records is closed by now, and takes no collection of a replacement. */
  private static boolean isReplaceable(WriteFiles<?, ?, ?> write) {
    return write.getBadRecordErrorHandler() instanceof ErrorHandler.DefaultErrorHandler;
  }
}
