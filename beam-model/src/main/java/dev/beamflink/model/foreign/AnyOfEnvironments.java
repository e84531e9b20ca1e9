package dev.beamflink.model.foreign;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.Environments;

/** Chooses among alternative environments. */
public final class AnyOfEnvironments {

  private static final String ANY_OF = BeamUrns.getUrn(StandardEnvironments.Environments.ANYOF);

  /** A worker that is there already comes first, then what needs the least. */
  private static final List<String> PREFERRED =
      List.of(
          BeamUrns.getUrn(StandardEnvironments.Environments.EXTERNAL),
          BeamUrns.getUrn(StandardEnvironments.Environments.PROCESS),
          BeamUrns.getUrn(StandardEnvironments.Environments.DOCKER));

  private AnyOfEnvironments() {}

  /** Returns the pipeline with one environment in place of each choice. */
  public static RunnerApi.Pipeline resolved(RunnerApi.Pipeline pipeline) {
    RunnerApi.Pipeline.Builder resolved = pipeline.toBuilder();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) -> {
              if (environment.getUrn().equals(ANY_OF)) {
                resolved.getComponentsBuilder().putEnvironments(id, chosen(environment));
              }
            });
    return resolved.build();
  }

  private static Environment chosen(Environment choice) {
    if (Environments.expandAnyOfEnvironments(choice).isEmpty()) {
      return choice; // refused later, by the name of a transform
    }
    Environment.Builder chosen =
        Environments.resolveAnyOfEnvironment(choice, PREFERRED.toArray(String[]::new)).toBuilder();
    if (chosen.getDependenciesCount() == 0) {
      chosen.addAllDependencies(choice.getDependenciesList());
    }
    if (chosen.getCapabilitiesCount() == 0) {
      chosen.addAllCapabilities(choice.getCapabilitiesList());
    }
    return chosen.build();
  }
}
