package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeySerializer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.CheckpointListener;
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
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.state.forst.ForStOptions;
import org.apache.flink.state.forst.ForStStateBackend;
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
    INCREMENTAL_ROCKSDB,
    FORST,
    BATCH;

    /** Whether there are checkpoints of it. */
    boolean isForStreaming() {
      return this != BATCH;
    }

    private StateBackend create(Path directory) {
      return switch (this) {
        case HASHMAP -> new HashMapStateBackend();
        case ROCKSDB -> rocksDb(false, directory);
        case INCREMENTAL_ROCKSDB -> rocksDb(true, directory);
        case FORST -> forSt(directory);
        case BATCH -> new BatchExecutionStateBackend();
      };
    }

    private static StateBackend rocksDb(boolean incremental, Path directory) {
      Configuration options = new Configuration();
      options.set(RocksDBOptions.USE_MANAGED_MEMORY, false);
      EmbeddedRocksDBStateBackend backend =
          new EmbeddedRocksDBStateBackend(incremental)
              .configure(options, TestBackend.class.getClassLoader());
      backend.setDbStoragePath(directory.toString());
      return backend;
    }

    /** It has its synchronous backend made, which is the one for operators as ours. */
    private static StateBackend forSt(Path directory) {
      Configuration options = new Configuration();
      options.set(ForStOptions.USE_MANAGED_MEMORY, false);
      ForStStateBackend backend =
          new ForStStateBackend().configure(options, TestBackend.class.getClassLoader());
      backend.setLocalDbStoragePath(directory.toString());
      return backend;
    }
  }

  private static final AtomicLong CHECKPOINTS = new AtomicLong();

  /** The files that incremental checkpoints share, as the JobManager keeps them. */
  private final SharedStateRegistry sharedFiles = new SharedStateRegistryImpl();

  private final MockEnvironment environment = new MockEnvironmentBuilder().build();
  private final CloseableRegistry streams = new CloseableRegistry();
  private final CheckpointableKeyedStateBackend<EncodedKey> backend;

  private TestBackend(Kind kind, Path directory, List<KeyedStateHandle> restored) throws Exception {
    environment.setCheckpointStorageAccess(
        new JobManagerCheckpointStorage().createCheckpointStorage(new JobID()));
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
    TestBackend restored = new TestBackend(kind, directory, List.of(snapshot));
    snapshot.registerSharedStates(restored.sharedFiles, CHECKPOINTS.get());
    return restored;
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
    long id = CHECKPOINTS.incrementAndGet();
    return backend.snapshot(
        id,
        id,
        new MemCheckpointStreamFactory(64 << 20),
        CheckpointOptions.forCheckpointWithDefaultLocation());
  }

  /** What a checkpoint holds that has been written; it is complete with that. */
  KeyedStateHandle complete(RunnableFuture<SnapshotResult<KeyedStateHandle>> written)
      throws Exception {
    KeyedStateHandle handle = written.get().getJobManagerOwnedSnapshot();
    handle.registerSharedStates(sharedFiles, CHECKPOINTS.get());
    if (backend instanceof CheckpointListener listener) {
      listener.notifyCheckpointComplete(CHECKPOINTS.get());
    }
    return handle;
  }

  KeyedStateHandle snapshot() throws Exception {
    RunnableFuture<SnapshotResult<KeyedStateHandle>> started = startSnapshot();
    started.run();
    return complete(started);
  }

  /** A savepoint in the format that HashMap and RocksDB can read. */
  KeyedStateHandle canonicalSavepoint() throws Exception {
    return finish(
        StreamOperatorStateHandler.prepareCanonicalSavepoint(backend, streams)
            .snapshot(
                CHECKPOINTS.incrementAndGet(),
                1,
                new MemCheckpointStreamFactory(64 << 20),
                savepoint(SavepointFormatType.CANONICAL)));
  }

  /** A savepoint in the format of this backend. */
  KeyedStateHandle nativeSavepoint() throws Exception {
    return finish(
        backend.snapshot(
            CHECKPOINTS.incrementAndGet(),
            1,
            new MemCheckpointStreamFactory(64 << 20),
            savepoint(SavepointFormatType.NATIVE)));
  }

  private static CheckpointOptions savepoint(SavepointFormatType format) {
    return CheckpointOptions.alignedNoTimeout(
        SavepointType.savepoint(format), CheckpointStorageLocationReference.getDefault());
  }

  private static KeyedStateHandle finish(
      RunnableFuture<? extends SnapshotResult<? extends KeyedStateHandle>> savepoint)
      throws Exception {
    savepoint.run();
    return savepoint.get().getJobManagerOwnedSnapshot();
  }

  @Override
  public void close() throws Exception {
    backend.dispose();
    streams.close();
    environment.close();
  }
}
