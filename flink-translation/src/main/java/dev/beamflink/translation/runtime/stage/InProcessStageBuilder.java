package dev.beamflink.translation.runtime.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowIntoPayload;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;

/**
 * Builds an {@link InProcessStage} from its spec: rehydrates the transforms, last one first, and
 * wires each output to its receivers.
 *
 * <p>Used once, when the operator is made, in the task's thread with the user code class loader as
 * context class loader.
 */
public final class InProcessStageBuilder {

  private final StageSpec spec;
  private final StageWiring wiring;
  private final ParDoSteps parDos;

  private InProcessStageBuilder(StageSpec spec, StageServices services) {
    this.spec = spec;
    this.wiring = new StageWiring(spec.components(), services);
    this.parDos = new ParDoSteps(wiring);
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
      wiring.addReceiver(spec.outputIds().get(i), wiring.services().output(i));
    }
    List<Step> steps = new ArrayList<>();
    List<String> lastFirst = new ArrayList<>(spec.transformIds());
    Collections.reverse(lastFirst);
    for (String id : lastFirst) {
      steps.add(build(spec.components().getTransformsOrThrow(id)));
    }
    Collections.reverse(steps);
    return new InProcessStage(steps, wiring.receiver(spec.inputId()));
  }

  private Step build(PTransform transform) {
    String urn = transform.getSpec().getUrn();
    try {
      if (ParDoSteps.areFor(urn)) {
        Step step = parDos.build(transform);
        wiring.addReceiver(ParDoSteps.mainInput(transform), step);
        return step;
      }
      if (urn.equals(PTransformTranslation.ASSIGN_WINDOWS_TRANSFORM_URN)) {
        Step step = assignWindows(transform);
        wiring.addReceiver(transform.getInputsMap().values().iterator().next(), step);
        return step;
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "Transform '%s' can't be rehydrated: %s"
              .formatted(transform.getUniqueName(), e.getMessage()),
          e);
    }
    throw new IllegalStateException(
        "Transform '%s' (%s) can't run inside a stage: a bug of the runner"
            .formatted(transform.getUniqueName(), urn));
  }

  @SuppressWarnings("unchecked") // a WindowFn takes the elements of the PCollection it is put on
  private Step assignWindows(PTransform transform) throws IOException {
    WindowIntoPayload payload = WindowIntoPayload.parseFrom(transform.getSpec().getPayload());
    WindowFn<Object, ?> windowFn =
        (WindowFn<Object, ?>) WindowingStrategyTranslation.windowFnFromProto(payload.getWindowFn());
    return new AssignWindowsStep(
        transform.getUniqueName(),
        windowFn,
        wiring.receiver(transform.getOutputsMap().values().iterator().next()));
  }
}
