package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.Read;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/**
 * Composites that the runner runs as a whole when it has the user's functions in its hands: a
 * Combine, a Read. Without them they are to be taken apart.
 */
final class UserCodeComposites {

  private static final Set<String> CALL_USER_CODE = Set.of(CombinePerKey.URN, Read.URN);

  private UserCodeComposites() {}

  /**
   * Makes them plain composites; those without subtransforms stay, to be refused.
   *
   * @param inProcess ids of the environments whose functions the runner has
   */
  static RunnerApi.Pipeline takenApart(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    RunnerApi.Pipeline.Builder apart = pipeline.toBuilder();
    for (Map.Entry<String, PTransform> entry :
        pipeline.getComponents().getTransformsMap().entrySet()) {
      PTransform transform = entry.getValue();
      if (transform.getSubtransformsCount() > 0
          && !inProcess.contains(transform.getEnvironmentId())
          && CALL_USER_CODE.contains(transform.getSpec().getUrn())) {
        apart
            .getComponentsBuilder()
            .putTransforms(
                entry.getKey(),
                transform.toBuilder().setSpec(FunctionSpec.getDefaultInstance()).build());
      }
    }
    return apart.build();
  }
}
