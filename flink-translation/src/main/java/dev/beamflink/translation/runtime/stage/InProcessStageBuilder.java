package dev.beamflink.translation.runtime.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link InProcessStage} from its spec: rehydrates the transforms, last one first, and
 * wires each output to its receivers.
 *
 * <p>Used once, when the operator opens, in the task's thread with the user code class loader as
 * context class loader.
 */
public final class InProcessStageBuilder {

  private final StageSpec spec;
  private final StageServices services;
  private final RunnerApi.Components components;
  private final RehydratedComponents rehydrated;

  /** Receivers of each PCollection among the transforms already built. */
  private final Map<String, List<Receiver>> receivers = new HashMap<>();

  private InProcessStageBuilder(StageSpec spec, StageServices services) {
    this.spec = spec;
    this.services = services;
    this.components = spec.components();
    this.rehydrated = RehydratedComponents.forComponents(components);
  }

  /**
   * Builds the executor of a stage.
   *
   * @throws IllegalStateException when a transform can't be rehydrated, naming it
   */
  public static StageExecutor build(StageSpec spec, StageServices services) {
    return new InProcessStageBuilder(spec, services).build();
  }

  private StageExecutor build() {
    for (int i = 0; i < spec.outputIds().size(); i++) {
      receivers
          .computeIfAbsent(spec.outputIds().get(i), id -> new ArrayList<>())
          .add(services.output(i));
    }
    List<Step> steps = new ArrayList<>();
    List<String> lastFirst = new ArrayList<>(spec.transformIds());
    Collections.reverse(lastFirst);
    for (String id : lastFirst) {
      Step step = step(components.getTransformsOrThrow(id));
      steps.add(step);
      // First in the list, so that siblings receive in their topological order.
      receivers
          .computeIfAbsent(mainInput(components.getTransformsOrThrow(id)), key -> new ArrayList<>())
          .add(0, step);
    }
    Collections.reverse(steps);
    DoFnStep root = steps.get(0) instanceof DoFnStep doFnStep ? doFnStep : null;
    return new InProcessStage(steps, receiver(spec.inputId()), root);
  }

  private Step step(PTransform transform) {
    try {
      return switch (transform.getSpec().getUrn()) {
        case PTransformTranslation.PAR_DO_TRANSFORM_URN -> parDo(transform);
        case PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN -> assignWindows(transform);
        default ->
            throw new IllegalStateException(
                "Transform '%s' (%s) can't run inside a stage: a bug of the runner"
                    .formatted(transform.getUniqueName(), transform.getSpec().getUrn()));
      };
    } catch (IOException e) {
      throw new IllegalStateException(
          "Transform '%s' can't be rehydrated: %s"
              .formatted(transform.getUniqueName(), e.getMessage()),
          e);
    }
  }

  private Step parDo(PTransform transform) throws IOException {
    Map<TupleTag<?>, Receiver> outputs = new HashMap<>();
    Map<TupleTag<?>, Coder<?>> coders = new HashMap<>();
    for (Map.Entry<String, String> output : transform.getOutputsMap().entrySet()) {
      TupleTag<?> tag = new TupleTag<>(output.getKey());
      outputs.put(tag, receiver(output.getValue()));
      coders.put(tag, coder(output.getValue()));
    }
    RunnerApi.ParDoPayload payload =
        RunnerApi.ParDoPayload.parseFrom(transform.getSpec().getPayload());
    return DoFnStepFactory.create(
        transform.getUniqueName(),
        payload,
        windowing(mainInput(transform)),
        outputs,
        coders,
        services);
  }

  @SuppressWarnings("unchecked") // a WindowFn takes the elements of the PCollection it is put on
  private Step assignWindows(PTransform transform) throws IOException {
    RunnerApi.WindowIntoPayload payload =
        RunnerApi.WindowIntoPayload.parseFrom(transform.getSpec().getPayload());
    WindowFn<Object, ?> windowFn =
        (WindowFn<Object, ?>) WindowingStrategyTranslation.windowFnFromProto(payload.getWindowFn());
    return new AssignWindowsStep(
        transform.getUniqueName(),
        windowFn,
        receiver(transform.getOutputsMap().values().iterator().next()));
  }

  private Receiver receiver(String collectionId) {
    return Receiver.toAll(receivers.getOrDefault(collectionId, List.of()));
  }

  private Coder<?> coder(String collectionId) throws IOException {
    return rehydrated.getCoder(components.getPcollectionsOrThrow(collectionId).getCoderId());
  }

  private WindowingStrategy<?, ?> windowing(String collectionId) throws IOException {
    return rehydrated.getWindowingStrategy(
        components.getPcollectionsOrThrow(collectionId).getWindowingStrategyId());
  }

  private static String mainInput(PTransform transform) {
    @Nullable String sole = null;
    for (Map.Entry<String, String> input : transform.getInputsMap().entrySet()) {
      if (!sideInputs(transform).contains(input.getKey())) {
        sole = input.getValue();
      }
    }
    if (sole == null) {
      throw new IllegalStateException(
          "Transform '%s' has no main input".formatted(transform.getUniqueName()));
    }
    return sole;
  }

  private static java.util.Set<String> sideInputs(PTransform transform) {
    if (!transform.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
      return java.util.Set.of();
    }
    try {
      return RunnerApi.ParDoPayload.parseFrom(transform.getSpec().getPayload())
          .getSideInputsMap()
          .keySet();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The payload of transform '%s' does not parse".formatted(transform.getUniqueName()), e);
    }
  }
}
