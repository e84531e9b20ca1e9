package dev.beamflink.runner.jobserver;

import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;

/** A client runs a pipeline whose artifacts it has not staged. */
final class MissingArtifactsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingArtifactsException(String environmentId, Environment environment) {
    super(
        "Environment '%s' has %d artifacts that were not staged. Stage them between Prepare and Run."
            .formatted(environmentId, environment.getDependenciesCount()));
  }
}
