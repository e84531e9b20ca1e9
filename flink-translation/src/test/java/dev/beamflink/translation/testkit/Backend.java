package dev.beamflink.translation.testkit;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** Where a tested operator keeps its state. */
public enum Backend {
  HASH_MAP,
  ROCKS_DB;

  public StateBackend create() {
    return this == HASH_MAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
  }
}
