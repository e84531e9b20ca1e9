package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.jspecify.annotations.Nullable;

/**
 * What a stage whose root has state or timers has beyond others.
 *
 * @param root what the root declares
 * @param expirationFamily the timers by which the SDK is told that a window ends; empty if it does
 *     not want to know
 * @param states the root's state
 * @param timers the root's timers
 */
record KeyedHarness(
    StatefulRoot root, String expirationFamily, HarnessUserStates states, HarnessTimers timers) {

  /** That of a stage; null if its root has neither state nor timers. */
  static @Nullable KeyedHarness of(StageSpec spec, StageServices services) {
    String rootId = spec.transformIds().get(0);
    ParDoPayload payload = StatefulParDo.payload(spec.components().getTransformsOrThrow(rootId));
    if (payload.getStateSpecsCount() == 0 && payload.getTimerFamilySpecsCount() == 0) {
      return null;
    }
    StatefulRoot root = StatefulParDo.of(spec);
    HarnessKeys keys = HarnessKeys.of(spec);
    return new KeyedHarness(
        root,
        payload.getOnWindowExpirationTimerFamilySpec(),
        new HarnessUserStates(keys, root, appendedValues(payload, spec.components()), services),
        new HarnessTimers(rootId, services, keys));
  }

  private static Map<String, AppendedValues> appendedValues(
      ParDoPayload payload, Components components) {
    Map<String, AppendedValues> byState = new HashMap<>();
    payload
        .getStateSpecsMap()
        .forEach((id, state) -> byState.put(id, AppendedValues.of(id, state, components)));
    return byState;
  }

  boolean hasTimers() {
    return !root.timers().families().isEmpty() || !expirationFamily.isEmpty();
  }
}
