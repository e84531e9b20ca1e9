package dev.beamflink.translation.testkit;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.forst.ForStStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;

/** Where streaming operators may keep state and timers, and how checkpoints are taken of it. */
public enum Backend {
  HASH_MAP {
    @Override
    public StateBackend create() {
      return new HashMapStateBackend();
    }
  },
  ROCKS_DB {
    @Override
    public StateBackend create() {
      return rocksDb(false, PriorityQueueStateType.ROCKSDB);
    }
  },
  ROCKS_DB_WITH_HEAP_TIMERS {
    @Override
    public StateBackend create() {
      return rocksDb(false, PriorityQueueStateType.HEAP);
    }
  },
  INCREMENTAL_ROCKS_DB {
    @Override
    public StateBackend create() {
      return rocksDb(true, PriorityQueueStateType.ROCKSDB);
    }
  },
  /** Queues that are not Flink's timers would be in no checkpoint of this one. */
  INCREMENTAL_ROCKS_DB_WITH_HEAP_TIMERS {
    @Override
    public StateBackend create() {
      return rocksDb(true, PriorityQueueStateType.HEAP);
    }
  },
  /** Through its synchronous backend, as operators of ours use state. */
  FORST {
    @Override
    public StateBackend create() {
      return new ForStStateBackend();
    }
  };

  /** Makes one, for the harness of one subtask. */
  public abstract StateBackend create();

  private static StateBackend rocksDb(boolean incremental, PriorityQueueStateType timers) {
    EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(incremental);
    backend.setPriorityQueueStateType(timers);
    return backend;
  }
}
