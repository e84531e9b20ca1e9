package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.runners.fnexecution.artifact.ArtifactStagingService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The artifacts of jobs: what workers need of the client's machine. Safe for any thread. */
final class Artifacts {

  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

  private final ArtifactStagingService service;

  Artifacts(StagingDirectory directory) {
    service = new ArtifactStagingService(directory);
  }

  /** What clients stage artifacts with. */
  ArtifactStagingService service() {
    return service;
  }

  /** Expects the artifacts of a pipeline under a token. */
  void expect(String token, RunnerApi.Pipeline pipeline) {
    Map<String, List<ArtifactInformation>> dependencies = new TreeMap<>();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach((id, environment) -> dependencies.put(id, environment.getDependenciesList()));
    service.registerJob(token, dependencies);
  }

  /**
   * Takes over what was staged.
   *
   * @return the pipeline with its artifacts where they are now
   * @throws MissingArtifactsException if they have not come
   */
  RunnerApi.Pipeline staged(String token, RunnerApi.Pipeline pipeline) {
    Map<String, List<ArtifactInformation>> staged = service.getStagedArtifacts(token);
    RunnerApi.Pipeline.Builder rewritten = pipeline.toBuilder();
    for (Map.Entry<String, Environment> entry :
        pipeline.getComponents().getEnvironmentsMap().entrySet()) {
      if (entry.getValue().getDependenciesCount() == 0) {
        continue;
      }
      if (staged == null || !staged.containsKey(entry.getKey())) {
        throw new MissingArtifactsException(entry.getKey(), entry.getValue());
      }
      rewritten
          .getComponentsBuilder()
          .putEnvironments(
              entry.getKey(),
              entry.getValue().toBuilder()
                  .clearDependencies()
                  .addAllDependencies(staged.get(entry.getKey()))
                  .build());
    }
    return rewritten.build();
  }

  /** Forgets a pipeline that will not be run. */
  void drop(String token) {
    service.getStagedArtifacts(token);
    delete(token);
  }

  /** Deletes what was staged; what can't be deleted stays, with a log line. */
  void delete(String token) {
    try {
      service.removeStagedArtifacts(token);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Artifacts of {} can't be deleted: {}", token, e.toString());
    }
  }
}
