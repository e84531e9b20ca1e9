package dev.beamflink.runner.settings;

import dev.beamflink.runner.options.StateBackends;
import dev.beamflink.runner.options.StateOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;

/** Where state lives, and the savepoint that it comes from. */
final class StateSettings {

  /** Flink's name of the storage that writes checkpoints to a file system. */
  private static final String FILE_SYSTEM_STORAGE = "filesystem";

  private StateSettings() {}

  static void write(StateOptions options, Configuration configuration) {
    String backend = options.getStateBackend();
    if (backend != null) {
      configuration.set(
          StateBackendOptions.STATE_BACKEND, StateBackends.flinkName(backend).orElse(backend));
    }
    Class<?> factory = options.getStateBackendFactory();
    if (factory != null) {
      configuration.set(StateBackendOptions.STATE_BACKEND, factory.getName());
    }
    String storage = options.getStateBackendStoragePath();
    if (storage != null) {
      configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, FILE_SYSTEM_STORAGE);
      configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, storage);
    }
    String savepoint = options.getSavepointPath();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    if (options.getAllowNonRestoredState()) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
  }
}
