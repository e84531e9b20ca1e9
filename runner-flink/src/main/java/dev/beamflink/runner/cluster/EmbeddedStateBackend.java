package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import dev.beamflink.runner.options.StateBackends;
import dev.beamflink.runner.options.StateOptions;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.util.common.ReflectHelpers;

/** State backends that Flink ships apart from its runtime: is one there for an embedded run? */
final class EmbeddedStateBackend {

  /** A state backend's artifact, and the class by which Flink looks it up. */
  private record Artifact(String name, String factory) {}

  private static final Map<String, Artifact> ARTIFACTS =
      Map.of(
          StateBackends.ROCKSDB,
          new Artifact(
              "flink-statebackend-rocksdb",
              "org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackendFactory"),
          StateBackends.FORST,
          new Artifact(
              "flink-statebackend-forst", "org.apache.flink.state.forst.ForStStateBackendFactory"));

  private EmbeddedStateBackend() {}

  /** Refuses a state backend that is not there. */
  static void check(StateOptions options, Problems problems) {
    String backend = options.getStateBackend();
    if (backend != null) {
      missing(backend)
          .ifPresent(
              artifact ->
                  problems.add(
                      OptionProblems.of(
                          "stateBackend",
                          "is '%s', which is not on the class path".formatted(backend),
                          "Add org.apache.flink:%s to your dependencies".formatted(artifact))));
    }
  }

  /** The artifact to add, or nothing if the state backend is there. */
  private static Optional<String> missing(String backend) {
    return StateBackends.flinkName(backend)
        .map(ARTIFACTS::get)
        .filter(artifact -> !isThere(artifact.factory()))
        .map(Artifact::name);
  }

  private static boolean isThere(String className) {
    try {
      Class.forName(className, false, ReflectHelpers.findClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
