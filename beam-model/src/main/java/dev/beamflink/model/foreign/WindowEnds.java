package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.ParDo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Coder;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Has SDKs write the end of windows ahead of those that the runner can't read: coder {@code
 * beam:coder:custom_window:v1} of the model; in elements, and in timers.
 */
final class WindowEnds {

  private static final Set<String> READABLE =
      Set.of(
          ModelCoders.GLOBAL_WINDOW_CODER_URN,
          ModelCoders.INTERVAL_WINDOW_CODER_URN,
          ModelCoders.CUSTOM_WINDOW_CODER_URN);

  private final Components before;
  private final Set<String> inProcess;
  private final Components.Builder written;

  private WindowEnds(Components before, Set<String> inProcess) {
    this.before = before;
    this.inProcess = inProcess;
    this.written = before.toBuilder();
  }

  /**
   * @param inProcess ids of the environments whose windows the runner has the classes of
   */
  static RunnerApi.Pipeline apply(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    WindowEnds ends = new WindowEnds(pipeline.getComponents(), inProcess);
    new TreeMap<>(ends.before.getWindowingStrategiesMap()).forEach(ends::writeOfElements);
    new TreeMap<>(ends.before.getTransformsMap()).forEach(ends::writeOfTimers);
    return pipeline.toBuilder().setComponents(ends.written).build();
  }

  private void writeOfElements(String id, WindowingStrategy windowing) {
    String coder = windowing.getWindowCoderId();
    if (isOpaque(coder) && !inProcess.contains(windowing.getEnvironmentId())) {
      written.putWindowingStrategies(
          id, windowing.toBuilder().setWindowCoderId(withEnd(coder)).build());
    }
  }

  private void writeOfTimers(String id, PTransform transform) {
    if (!transform.getSpec().getUrn().equals(ParDo.URN)
        || inProcess.contains(transform.getEnvironmentId())) {
      return;
    }
    ParDoPayload payload;
    try {
      payload = ParDoPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      return; // refused when the transform is parsed
    }
    ParDoPayload.Builder changed = payload.toBuilder();
    for (Map.Entry<String, TimerFamilySpec> family :
        new TreeMap<>(payload.getTimerFamilySpecsMap()).entrySet()) {
      String coder = timersWithEnd(family.getValue().getTimerFamilyCoderId());
      changed.putTimerFamilySpecs(
          family.getKey(), family.getValue().toBuilder().setTimerFamilyCoderId(coder).build());
    }
    if (!changed.build().equals(payload)) {
      PTransform.Builder reading = transform.toBuilder();
      reading.getSpecBuilder().setPayload(changed.build().toByteString());
      written.putTransforms(id, reading.build());
    }
  }

  /** The coder of timers, of a key and a window, that is to be used in place of one. */
  private String timersWithEnd(String id) {
    Coder timers = before.getCodersOrDefault(id, Coder.getDefaultInstance());
    if (!timers.getSpec().getUrn().equals(ModelCoders.TIMER_CODER_URN)
        || timers.getComponentCoderIdsCount() != 2
        || !isOpaque(timers.getComponentCoderIds(1))) {
      return id;
    }
    List<String> parts =
        List.of(timers.getComponentCoderIds(0), withEnd(timers.getComponentCoderIds(1)));
    String withEnd = id + "-with-end";
    written.putCoders(
        withEnd,
        timers.toBuilder().clearComponentCoderIds().addAllComponentCoderIds(parts).build());
    return withEnd;
  }

  private boolean isOpaque(String windowCoder) {
    return before.containsCoders(windowCoder)
        && !READABLE.contains(before.getCodersOrThrow(windowCoder).getSpec().getUrn());
  }

  /** Adds the coder of the model around one of windows; answers its id. */
  private String withEnd(String windowCoder) {
    String id = windowCoder + "-with-end";
    Coder.Builder prefixing = Coder.newBuilder().addComponentCoderIds(windowCoder);
    prefixing.getSpecBuilder().setUrn(ModelCoders.CUSTOM_WINDOW_CODER_URN);
    written.putCoders(id, prefixing.build());
    return id;
  }
}
