package dev.beamflink.translation.runtime.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.TupleTag;

/** Builds the steps that call a DoFn: ParDo, and the parts of a splittable ParDo. */
final class ParDoSteps {

  private static final Set<String> URNS =
      Set.of(
          PTransformTranslation.PAR_DO_TRANSFORM_URN,
          PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
          PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN,
          PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);

  private final StageWiring wiring;

  ParDoSteps(StageWiring wiring) {
    this.wiring = wiring;
  }

  /** Whether a transform of this URN calls a DoFn. */
  static boolean areFor(String urn) {
    return URNS.contains(urn);
  }

  /**
   * Builds the step of a transform whose receivers are all built.
   *
   * @throws IOException when the payload does not parse
   */
  Step build(PTransform transform) throws IOException {
    DoFnBinder binder = binder(transform);
    return switch (transform.getSpec().getUrn()) {
      case PTransformTranslation.PAR_DO_TRANSFORM_URN ->
          new DoFnStep(binder.bind(receivers(transform), coders(transform)));
      case PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN ->
          new PairWithRestrictionStep(binder.bindWithoutOutputs(), soleReceiver(transform));
      case PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN ->
          new SplitAndSizeStep(binder.bindWithoutOutputs(), soleReceiver(transform));
      case PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN ->
          new TruncateStep(binder.bindWithoutOutputs(), soleReceiver(transform));
      case PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN ->
          processRestriction(transform, binder);
      default -> throw new IllegalArgumentException(transform.getSpec().getUrn());
    };
  }

  private Step processRestriction(PTransform transform, DoFnBinder binder) throws IOException {
    RunningCall running = new RunningCall();
    Map<TupleTag<?>, Receiver> observed = new HashMap<>();
    receivers(transform).forEach((tag, receiver) -> observed.put(tag, running.observe(receiver)));
    return new ProcessRestrictionStep(binder.bindSplittable(observed, coders(transform)), running);
  }

  private DoFnBinder binder(PTransform transform) throws IOException {
    ParDoPayload payload = ParDoPayload.parseFrom(transform.getSpec().getPayload());
    return new DoFnBinder(
        transform.getUniqueName(),
        payload,
        wiring.windowing(mainInput(transform, payload)),
        wiring.services(),
        wiring.current());
  }

  private Map<TupleTag<?>, Receiver> receivers(PTransform transform) {
    Map<TupleTag<?>, Receiver> receivers = new HashMap<>();
    transform
        .getOutputsMap()
        .forEach((tag, id) -> receivers.put(new TupleTag<>(tag), wiring.receiver(id)));
    return receivers;
  }

  private Map<TupleTag<?>, Coder<?>> coders(PTransform transform) throws IOException {
    Map<TupleTag<?>, Coder<?>> coders = new HashMap<>();
    for (Map.Entry<String, String> output : transform.getOutputsMap().entrySet()) {
      coders.put(new TupleTag<>(output.getKey()), wiring.coder(output.getValue()));
    }
    return coders;
  }

  private Receiver soleReceiver(PTransform transform) {
    return wiring.receiver(transform.getOutputsMap().values().iterator().next());
  }

  /** The PCollection that a DoFn processes: its only input that is no side input. */
  static String mainInput(PTransform transform) throws IOException {
    return mainInput(transform, ParDoPayload.parseFrom(transform.getSpec().getPayload()));
  }

  private static String mainInput(PTransform transform, ParDoPayload payload) {
    return transform.getInputsMap().entrySet().stream()
        .filter(input -> !payload.containsSideInputs(input.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Transform '%s' has no main input".formatted(transform.getUniqueName())));
  }
}
