package dev.beamflink.runner.settings;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import java.util.OptionalInt;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The settings of one job, worked out from valid options. */
public final class JobSettings {

  /** Key groups of a job unless the user sets another number; fixed in savepoints. */
  private static final int MAX_PARALLELISM = 1024;

  private static final long STREAMING_BUNDLE_SIZE = 1_000;
  private static final long STREAMING_BUNDLE_MILLIS = 1_000; // 1 s
  private static final long BATCH_BUNDLE_SIZE = 100_000;
  private static final long BATCH_BUNDLE_MILLIS = 10_000; // 10 s

  private final FlinkPipelineOptions options;
  private final PlanMode mode;

  public JobSettings(FlinkPipelineOptions options, PlanMode mode) {
    this.options = options;
    this.mode = mode;
  }

  /**
   * STREAMING when the user asks for it, when some PCollection is unbounded, or when a TestStream
   * plays, whose output a test may declare bounded.
   */
  public static PlanMode mode(RunnerApi.Pipeline proto, FlinkPipelineOptions options) {
    return options.isStreaming() || hasUnbounded(proto) || hasTestStream(proto)
        ? PlanMode.STREAMING
        : PlanMode.BATCH;
  }

  private static boolean hasUnbounded(RunnerApi.Pipeline proto) {
    return proto.getComponents().getPcollectionsMap().values().stream()
        .anyMatch(collection -> collection.getIsBounded() == RunnerApi.IsBounded.Enum.UNBOUNDED);
  }

  private static boolean hasTestStream(RunnerApi.Pipeline proto) {
    return proto.getComponents().getTransformsMap().values().stream()
        .anyMatch(transform -> transform.getSpec().getUrn().equals(TestStream.URN));
  }

  /** What is set in the environment's configuration, on top of Flink's own. */
  public Configuration configuration() {
    Configuration configuration = new Configuration();
    ExecutionSettings.write(options, mode, configuration);
    CheckpointSettings.write(options, configuration);
    StateSettings.write(options, configuration);
    RestartSettings.write(options, configuration);
    return configuration;
  }

  /**
   * The job's parallelism.
   *
   * @param flinkDefault what the environment would take
   */
  public int parallelism(int flinkDefault) {
    return options.getParallelism() > 0 ? options.getParallelism() : Math.max(1, flinkDefault);
  }

  /**
   * Key groups of the job: what the user says, else as many as the savepoint has that it starts
   * from, else enough for any rescaling.
   *
   * @param environment knows Flink's configuration and the savepoint
   * @param parallelism of the job
   */
  public int maxParallelism(StreamExecutionEnvironment environment, int parallelism) {
    if (maxParallelismIsFixed(environment)) {
      return options.getMaxParallelism() > 0
          ? options.getMaxParallelism()
          : environment.getMaxParallelism();
    }
    String savepoint = environment.getConfiguration().get(StateRecoveryOptions.SAVEPOINT_PATH);
    OptionalInt restored =
        savepoint == null ? OptionalInt.empty() : SavepointKeyGroups.in(savepoint);
    return restored.orElse(Math.max(MAX_PARALLELISM, parallelism));
  }

  /**
   * Whether the user says how many key groups the job has.
   *
   * @param environment as {@link #maxParallelism} takes it
   */
  public boolean maxParallelismIsFixed(StreamExecutionEnvironment environment) {
    return options.getMaxParallelism() > 0 || environment.getMaxParallelism() > 0;
  }

  /** When bundles end. */
  public BundleLimits bundleLimits() {
    return new BundleLimits(
        orDefault(options.getMaxBundleSize(), STREAMING_BUNDLE_SIZE, BATCH_BUNDLE_SIZE),
        orDefault(options.getMaxBundleTimeMills(), STREAMING_BUNDLE_MILLIS, BATCH_BUNDLE_MILLIS));
  }

  private long orDefault(long value, long streaming, long batch) {
    if (value > 0) {
      return value;
    }
    return mode == PlanMode.BATCH ? batch : streaming;
  }
}
