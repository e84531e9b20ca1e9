package dev.beamflink.translation.runtime.harness;

import dev.beamflink.model.payload.ParDo;
import dev.beamflink.translation.runtime.stage.DeclaredTimers;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.state.TimeDomain;

/** What the root of a stage declares of state and timers, from its {@link ParDoPayload}. */
final class StatefulParDo {

  private StatefulParDo() {}

  /** The payload of a transform; an empty one if it is no ParDo. */
  static ParDoPayload payload(PTransform transform) {
    return transform.getSpec().getUrn().equals(ParDo.URN)
        ? ExecutableStages.parDo(transform)
        : ParDoPayload.getDefaultInstance();
  }

  /** What the root of the stage declares. */
  static StatefulRoot of(StageSpec spec) {
    ParDoPayload payload =
        payload(spec.components().getTransformsOrThrow(spec.transformIds().get(0)));
    List<StateTag<?>> tags = new ArrayList<>();
    new TreeMap<>(payload.getStateSpecsMap())
        .forEach((id, state) -> tags.add(StateProtocol.of(state).tag(id)));
    String windowExpiration = payload.getOnWindowExpirationTimerFamilySpec();
    Map<String, TimeDomain> families = new TreeMap<>();
    payload
        .getTimerFamilySpecsMap()
        .forEach((id, timer) -> families.put(id, domain(timer.getTimeDomain())));
    families.remove(windowExpiration);
    return new StatefulRoot(
        tags, new DeclaredTimers(Map.of(), families), !windowExpiration.isEmpty());
  }

  private static TimeDomain domain(RunnerApi.TimeDomain.Enum domain) {
    return domain == RunnerApi.TimeDomain.Enum.PROCESSING_TIME
        ? TimeDomain.PROCESSING_TIME
        : TimeDomain.EVENT_TIME;
  }
}
