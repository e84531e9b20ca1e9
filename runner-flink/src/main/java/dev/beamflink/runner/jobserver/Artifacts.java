package dev.beamflink.runner.jobserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The artifacts of jobs: what workers need of the client's machine. Safe for any thread. */
final class Artifacts {

  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

  private final StagingDirectory directory;

  // By token, and then by environment.
  private final Map<String, Map<String, List<ArtifactInformation>>> expected =
      new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<ArtifactInformation>>> arrived =
      new ConcurrentHashMap<>();

  Artifacts(StagingDirectory directory) {
    this.directory = directory;
  }

  /** Expects the artifacts of a pipeline under a token. */
  void expect(String token, RunnerApi.Pipeline pipeline) {
    Map<String, List<ArtifactInformation>> dependencies = new TreeMap<>();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach((id, environment) -> dependencies.put(id, environment.getDependenciesList()));
    expected.put(token, dependencies);
  }

  /** What is to be staged under a token; nothing if nobody expects it. */
  Optional<Map<String, List<ArtifactInformation>>> expected(String token) {
    return Optional.ofNullable(expected.get(token));
  }

  /**
   * Makes the file of an artifact.
   *
   * @param number of the artifact among those of the token
   * @throws IllegalArgumentException if nobody expects it any more
   */
  StagedFile create(String token, String environment, int number, ArtifactInformation artifact)
      throws IOException {
    if (!expected.containsKey(token)) {
      throw new IllegalArgumentException(
          "The pipeline '%s' is not there any more".formatted(token));
    }
    LOG.debug("Staging artifact {} for environment {} of {}", number, environment, token);
    return new StagedFile(artifact, directory.create(token, ArtifactNames.of(number, artifact)));
  }

  /** Says that all have come. */
  void arrived(String token, Map<String, List<ArtifactInformation>> staged) {
    arrived.put(token, staged);
    if (!expected.containsKey(token)) {
      arrived.remove(token); // dropped in the meantime
    }
  }

  /**
   * Takes over what was staged.
   *
   * @return the pipeline with its artifacts where they are now
   * @throws MissingArtifactsException if they have not come
   */
  RunnerApi.Pipeline staged(String token, RunnerApi.Pipeline pipeline) {
    expected.remove(token);
    Map<String, List<ArtifactInformation>> staged = arrived.remove(token);
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
    expected.remove(token);
    arrived.remove(token);
    delete(token);
  }

  /** Deletes what was staged; what can't be deleted stays, with a log line. */
  void delete(String token) {
    try {
      directory.delete(token);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Artifacts of {} can't be deleted: {}", token, e.toString());
    }
  }
}
