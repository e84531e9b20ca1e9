package dev.beamflink.translation.runtime.harness.environment;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.options.PipelineOptions;

/** The kinds of environments that there are. */
final class EnvironmentKinds {

  private final Map<String, EnvironmentKind> byUrn;

  /**
   * @param options of the pipeline
   */
  EnvironmentKinds(PipelineOptions options) {
    this.byUrn =
        List.of(
                new ExternalEnvironments(),
                new ProcessEnvironments(options),
                new DockerEnvironments(options))
            .stream()
            .collect(Collectors.toMap(EnvironmentKind::urn, Function.identity()));
  }

  EnvironmentKind of(Environment environment) {
    EnvironmentKind kind = byUrn.get(environment.getUrn());
    if (kind == null) {
      throw new IllegalStateException(
          "An environment of kind '%s' should have been refused: a bug of the runner"
              .formatted(environment.getUrn()));
    }
    return kind;
  }
}
