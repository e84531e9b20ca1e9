package dev.beamflink.benchmarks.parts;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** Where keyed state is. */
public enum Backend {
  HEAP,
  ROCKSDB;

  StateBackend create() {
    return switch (this) {
      case HEAP -> new HashMapStateBackend();
      case ROCKSDB -> new EmbeddedRocksDBStateBackend();
    };
  }
}
