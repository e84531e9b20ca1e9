package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.ParDo;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Gives timers of transforms with side inputs the coders of the main input's keys and windows.
 * Python's SDK takes those of any of the inputs, another one each time (2.73.0, {@code
 * ParDo._get_key_and_window_coder}), so that timers would be those of other keys and windows.
 */
final class TimersOfMainInput {

  private TimersOfMainInput() {}

  /**
   * @param inProcess ids of the environments whose timers need no coder
   */
  static RunnerApi.Pipeline apply(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    RunnerApi.Pipeline.Builder changed = pipeline.toBuilder();
    for (Map.Entry<String, PTransform> entry :
        new TreeMap<>(pipeline.getComponents().getTransformsMap()).entrySet()) {
      PTransform transform = entry.getValue();
      if (transform.getSpec().getUrn().equals(ParDo.URN)
          && !inProcess.contains(transform.getEnvironmentId())) {
        change(entry.getKey(), transform, changed.getComponentsBuilder());
      }
    }
    return changed.build();
  }

  private static void change(String id, PTransform transform, Components.Builder components) {
    ParDoPayload payload;
    try {
      payload = ParDoPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      return; // refused when the transform is parsed
    }
    if (payload.getSideInputsCount() == 0 || payload.getTimerFamilySpecsCount() == 0) {
      return;
    }
    String coder = addCoder(mainInput(transform, payload, components), components);
    if (coder.isEmpty()) {
      return; // refused as well
    }
    ParDoPayload.Builder changed = payload.toBuilder();
    for (Map.Entry<String, TimerFamilySpec> family : payload.getTimerFamilySpecsMap().entrySet()) {
      if (!sameCoder(family.getValue().getTimerFamilyCoderId(), coder, components)) {
        changed.putTimerFamilySpecs(
            family.getKey(), family.getValue().toBuilder().setTimerFamilyCoderId(coder).build());
      }
    }
    PTransform.Builder with = transform.toBuilder();
    with.getSpecBuilder().setPayload(changed.build().toByteString());
    components.putTransforms(id, with.build());
  }

  private static boolean sameCoder(String id, String other, Components.Builder components) {
    return components.containsCoders(id) && Transcoders.sameCoder(components.build(), id, other);
  }

  private static PCollection mainInput(
      PTransform transform, ParDoPayload payload, Components.Builder components) {
    return new TreeMap<>(transform.getInputsMap())
        .entrySet().stream()
            .filter(input -> !payload.containsSideInputs(input.getKey()))
            .map(Map.Entry::getValue)
            .filter(components::containsPcollections)
            .map(components::getPcollectionsOrThrow)
            .findFirst()
            .orElse(PCollection.getDefaultInstance());
  }

  /** Adds the coder of timers with a PCollection's keys and windows; empty if it has no keys. */
  private static String addCoder(PCollection keyed, Components.Builder components) {
    Coder pairs = components.getCodersOrDefault(keyed.getCoderId(), Coder.getDefaultInstance());
    if (!pairs.getSpec().getUrn().equals(ModelCoders.KV_CODER_URN)
        || pairs.getComponentCoderIdsCount() != 2
        || !components.containsWindowingStrategies(keyed.getWindowingStrategyId())) {
      return "";
    }
    String key = pairs.getComponentCoderIds(0);
    String window =
        components.getWindowingStrategiesOrThrow(keyed.getWindowingStrategyId()).getWindowCoderId();
    if (!components.containsCoders(key) || !components.containsCoders(window)) {
      return "";
    }
    Coder.Builder timers =
        Coder.newBuilder().addComponentCoderIds(key).addComponentCoderIds(window);
    timers.getSpecBuilder().setUrn(ModelCoders.TIMER_CODER_URN);
    String id = "timers-of-" + key + "-in-" + window;
    components.putCoders(id, timers.build());
    return id;
  }
}
