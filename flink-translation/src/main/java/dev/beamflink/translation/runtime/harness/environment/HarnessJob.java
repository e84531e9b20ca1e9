package dev.beamflink.translation.runtime.harness.environment;

import java.util.List;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;

/**
 * The job of a harness, in the TaskManager.
 *
 * @param provision what the harness is told of it
 * @param classes the job's class loader; some artifacts are in the job's jar
 */
public record HarnessJob(ProvisionInfo provision, ClassLoader classes) {

  /** The same with what an environment needs. */
  HarnessJob with(List<ArtifactInformation> dependencies) {
    return new HarnessJob(provision.toBuilder().addAllDependencies(dependencies).build(), classes);
  }
}
