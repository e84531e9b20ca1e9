package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.runtime.state.StateBackendFactory;

/** The state backend exists, and its storage is a URI. */
final class StateBackendCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    String backend = options.getStateBackend();
    if (backend != null && StateBackends.flinkName(backend).isEmpty()) {
      problems.add(
          OptionProblems.of(
              "stateBackend",
              "is '%s', expected one of %s".formatted(backend, StateBackends.names()),
              "For a state backend of your own use --stateBackendFactory"));
    }
    checkFactory(options, problems);
    String storage = options.getStateBackendStoragePath();
    if (storage != null) {
      checkStorage(storage, problems);
    }
  }

  private static void checkFactory(FlinkPipelineOptions options, Problems problems) {
    Class<?> factory = options.getStateBackendFactory();
    if (factory == null) {
      return;
    }
    // The option's type says so, but a class named on the command line is not held to it.
    if (!StateBackendFactory.class.isAssignableFrom(factory)) {
      problems.add(
          OptionProblems.of(
              "stateBackendFactory",
              "is %s, which does not implement %s"
                  .formatted(factory.getName(), StateBackendFactory.class.getName()),
              "Implement Flink's interface; the runner has none of its own"));
    }
    if (options.getStateBackend() != null) {
      problems.add(
          OptionProblems.of(
              "stateBackendFactory",
              "is set, and so is --stateBackend=" + options.getStateBackend(),
              "Leave one of the two out"));
    }
  }

  private static void checkStorage(String storage, Problems problems) {
    try {
      if (new URI(storage).getScheme() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    problems.add(
        OptionProblems.of(
            "stateBackendStoragePath",
            "is '%s', which is not a URI with a scheme".formatted(storage),
            "Write file:///directory, or the scheme of a file system that all processes reach"));
  }
}
