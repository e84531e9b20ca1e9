package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeySerializer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.query.TaskKvStateRegistry;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.operators.StreamOperatorStateHandler;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionStateBackend;

/** A keyed state backend as an operator of one subtask gets it. */
public final class TestBackend implements AutoCloseable {

  private static final int KEY_GROUPS = 8;

  /** The backends that the runner supports. */
  public enum Kind {
    HASHMAP,
    ROCKSDB,
    BATCH;

    private StateBackend create(Path directory) {
      return switch (this) {
        case HASHMAP -> new HashMapStateBackend();
        case ROCKSDB -> {
          Configuration options = new Configuration();
          options.set(RocksDBOptions.USE_MANAGED_MEMORY, false);
          EmbeddedRocksDBStateBackend backend =
              new EmbeddedRocksDBStateBackend()
                  .configure(options, TestBackend.class.getClassLoader());
          backend.setDbStoragePath(directory.toString());
          yield backend;
        }
        case BATCH -> new BatchExecutionStateBackend();
      };
    }
  }

  private final MockEnvironment environment = new MockEnvironmentBuilder().build();
  private final CloseableRegistry streams = new CloseableRegistry();
  private final CheckpointableKeyedStateBackend<EncodedKey> backend;

  private TestBackend(Kind kind, Path directory, List<KeyedStateHandle> restored) throws Exception {
    TaskKvStateRegistry noQueries = environment.getTaskKvStateRegistry();
    this.backend =
        kind.create(directory)
            .createKeyedStateBackend(
                new KeyedStateBackendParametersImpl<>(
                    environment,
                    new JobID(),
                    "operator",
                    EncodedKeySerializer.of(ByteArrayCoder.of()),
                    KEY_GROUPS,
                    KeyGroupRange.of(0, KEY_GROUPS - 1),
                    noQueries,
                    TtlTimeProvider.DEFAULT,
                    new UnregisteredMetricsGroup(),
                    restored,
                    streams));
  }

  public static TestBackend open(Kind kind, Path directory) throws Exception {
    return new TestBackend(kind, directory, List.of());
  }

  static TestBackend restore(Kind kind, Path directory, KeyedStateHandle snapshot)
      throws Exception {
    return new TestBackend(kind, directory, List.of(snapshot));
  }

  public CheckpointableKeyedStateBackend<EncodedKey> get() {
    return backend;
  }

  /** What an operator with this backend has. */
  public KeptValues keptValues() {
    return new KeptValues(environment.getIOManager());
  }

  /** A checkpoint, of which only the synchronous part has run. */
  RunnableFuture<SnapshotResult<KeyedStateHandle>> startSnapshot() throws Exception {
    return backend.snapshot(
        1,
        1,
        new MemCheckpointStreamFactory(64 << 20),
        CheckpointOptions.forCheckpointWithDefaultLocation());
  }

  KeyedStateHandle snapshot() throws Exception {
    return finish(startSnapshot());
  }

  /** A savepoint in the format that any backend can read. */
  KeyedStateHandle canonicalSavepoint() throws Exception {
    return finish(
        StreamOperatorStateHandler.prepareCanonicalSavepoint(backend, streams)
            .snapshot(
                1,
                1,
                new MemCheckpointStreamFactory(64 << 20),
                CheckpointOptions.alignedNoTimeout(
                    SavepointType.savepoint(SavepointFormatType.CANONICAL),
                    CheckpointStorageLocationReference.getDefault())));
  }

  static KeyedStateHandle finish(
      RunnableFuture<? extends SnapshotResult<? extends KeyedStateHandle>> started)
      throws Exception {
    started.run();
    return started.get().getJobManagerOwnedSnapshot();
  }

  @Override
  public void close() throws Exception {
    backend.dispose();
    streams.close();
    environment.close();
  }
}
