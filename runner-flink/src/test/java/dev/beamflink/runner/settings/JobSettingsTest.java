package dev.beamflink.runner.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.runner.savepoint.WrittenMetadata;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of Flink's keys an option becomes. */
class JobSettingsTest {

  private static JobSettings settings(PlanMode mode, String... arguments) {
    return new JobSettings(
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class), mode);
  }

  private static Map<String, String> configuration(String... arguments) {
    return settings(PlanMode.STREAMING, arguments).configuration().toMap();
  }

  /** What the options write beyond what is always written. */
  private static Map<String, String> added(String... arguments) {
    Map<String, String> added = new TreeMap<>(configuration(arguments));
    added.keySet().removeAll(configuration().keySet());
    return added;
  }

  @Test
  void optionsThatAreNotSetLeaveFlinksConfigurationAlone() {
    assertEquals(
        Map.of(
            "execution.runtime-mode", "STREAMING",
            "pipeline.object-reuse", "true",
            "pipeline.generic-types", "false",
            "pipeline.auto-generate-uids", "false",
            "execution.batch.adaptive.auto-parallelism.enabled", "false"),
        configuration());
  }

  @Test
  void checkpoints() {
    assertEquals(
        Map.of(
            "execution.checkpointing.interval", "1 s",
            "execution.checkpointing.mode", "AT_LEAST_ONCE",
            "execution.checkpointing.timeout", "2 s",
            "execution.checkpointing.min-pause", "0 ms",
            "execution.checkpointing.max-concurrent-checkpoints", "3",
            "execution.checkpointing.tolerable-failed-checkpoints", "4"),
        added(
            "--checkpointingInterval=1000",
            "--checkpointingMode=AT_LEAST_ONCE",
            "--checkpointTimeoutMillis=2000",
            "--minPauseBetweenCheckpoints=0",
            "--numConcurrentCheckpoints=3",
            "--tolerableCheckpointFailureNumber=4"));
  }

  @Test
  void unalignedCheckpoints() {
    assertEquals(
        Map.of(
            "execution.checkpointing.unaligned.enabled", "true",
            "execution.checkpointing.unaligned.forced", "true"),
        added("--unalignedCheckpointEnabled", "--forceUnalignedCheckpointEnabled"));
  }

  @Test
  void anyNumberOfCheckpointsMayFail() {
    assertEquals(
        Map.of("execution.checkpointing.tolerable-failed-checkpoints", "2147483647"),
        added("--failOnCheckpointingErrors=false"));
  }

  @Test
  void keptCheckpoints() {
    String key = "execution.checkpointing.externalized-checkpoint-retention";
    assertEquals(Map.of(key, "DELETE_ON_CANCELLATION"), added("--externalizedCheckpointsEnabled"));
    assertEquals(
        Map.of(key, "RETAIN_ON_CANCELLATION"),
        added("--retainExternalizedCheckpointsOnCancellation"));
  }

  @Test
  void state() {
    assertEquals(
        Map.of(
            "state.backend.type", "rocksdb",
            "execution.checkpointing.storage", "filesystem",
            "execution.checkpointing.dir", "s3://bucket/checkpoints",
            "execution.state-recovery.path", "s3://bucket/savepoint",
            "execution.state-recovery.ignore-unclaimed-state", "true"),
        added(
            "--stateBackend=RocksDB",
            "--stateBackendStoragePath=s3://bucket/checkpoints",
            "--savepointPath=s3://bucket/savepoint",
            "--allowNonRestoredState"));
  }

  @Test
  void olderNameOfTheHashMapBackend() {
    assertEquals(Map.of("state.backend.type", "hashmap"), added("--stateBackend=filesystem"));
  }

  @Test
  void stateBackendOfTheUsersOwn() {
    String factory = "org.apache.flink.runtime.state.hashmap.HashMapStateBackendFactory";
    assertEquals(Map.of("state.backend.type", factory), added("--stateBackendFactory=" + factory));
  }

  @Test
  void restarts() {
    assertEquals(
        Map.of(
            "restart-strategy.type", "fixed-delay",
            "restart-strategy.fixed-delay.attempts", "3",
            "restart-strategy.fixed-delay.delay", "500 ms"),
        added("--numberOfExecutionRetries=3", "--executionRetryDelay=500"));
    assertEquals(Map.of("restart-strategy.type", "disable"), added("--numberOfExecutionRetries=0"));
  }

  @Test
  void execution() {
    assertEquals(
        Map.of(
            "pipeline.operator-chaining.enabled", "false",
            "pipeline.auto-watermark-interval", "50 ms",
            "metrics.latency.interval", "1 s",
            "beam.source.max-split-size", "64 mb",
            "beam.metrics.enabled", "false"),
        added(
            "--operatorChaining=false",
            "--autoWatermarkInterval=50",
            "--latencyTrackingInterval=1000",
            "--fileInputSplitMaxSizeMB=64",
            "--disableMetrics"));
  }

  @Test
  void parallelismIsTheUsersElseFlinksElseOne() {
    assertEquals(3, settings(PlanMode.BATCH, "--parallelism=3").parallelism(7));
    assertEquals(7, settings(PlanMode.BATCH).parallelism(7));
    assertEquals(1, settings(PlanMode.BATCH).parallelism(-1));
  }

  @Test
  void maxParallelismIsTheUsersElseFlinksElseTheSavepointsElse1024(@TempDir Path savepoint)
      throws IOException {
    JobSettings ofUser = settings(PlanMode.STREAMING, "--maxParallelism=128");
    JobSettings ofNobody = settings(PlanMode.STREAMING);
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
    assertEquals(1024, ofNobody.maxParallelism(environment, 4));
    assertEquals(2000, ofNobody.maxParallelism(environment, 2000));
    WrittenMetadata.write(savepoint, 96);
    environment =
        new StreamExecutionEnvironment(
            new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toString()));
    assertEquals(96, ofNobody.maxParallelism(environment, 4));
    environment.setMaxParallelism(64);
    assertEquals(64, ofNobody.maxParallelism(environment, 4));
    assertEquals(128, ofUser.maxParallelism(environment, 4));
  }

  @Test
  void bundlesAreLargerInBatch() {
    assertEquals(new BundleLimits(1_000, 1_000), settings(PlanMode.STREAMING).bundleLimits());
    assertEquals(new BundleLimits(100_000, 10_000), settings(PlanMode.BATCH).bundleLimits());
    assertEquals(
        new BundleLimits(7, 8),
        settings(PlanMode.BATCH, "--maxBundleSize=7", "--maxBundleTimeMills=8").bundleLimits());
  }
}
