package dev.beamflink.translation.runtime.stage;

import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.DoFnWithExecutionInformation;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Rehydrates the DoFn of a transform and binds it to what surrounds it.
 *
 * @param transformName full name of the transform
 * @param payload the transform's payload
 * @param inputWindowing windowing of the main input
 * @param services what the operator offers
 * @param current what is being processed in the stage
 */
record DoFnBinder(
    String transformName,
    ParDoPayload payload,
    WindowingStrategy<?, ?> inputWindowing,
    StageServices services,
    CurrentElement current) {

  /**
   * Binds the DoFn of a ParDo.
   *
   * @param receivers a receiver for every declared output, the main one among them
   * @param coders coders of the declared outputs, for row receivers
   */
  BoundDoFn bind(Map<TupleTag<?>, Receiver> receivers, Map<TupleTag<?>, Coder<?>> coders) {
    DoFnWithExecutionInformation information = deserialize();
    TimestampSkew skew = TimestampSkew.allowedBy(information.getDoFn());
    DoFnOutputs outputs = outputs(information, receivers, coders, skew);
    return bind(information, outputs, skew);
  }

  /**
   * Binds a splittable DoFn for the processing of restrictions. It may output at any time: its
   * watermark estimator says what is still to come, not the element.
   */
  BoundDoFn bindSplittable(
      Map<TupleTag<?>, Receiver> receivers, Map<TupleTag<?>, Coder<?>> coders) {
    DoFnWithExecutionInformation information = deserialize();
    TimestampSkew skew = TimestampSkew.unlimited();
    DoFnOutputs outputs = outputs(information, receivers, coders, skew);
    return bind(information, outputs, skew);
  }

  /** Binds a splittable DoFn for the methods around restrictions, none of which has outputs. */
  BoundDoFn bindWithoutOutputs() {
    DoFnWithExecutionInformation information = deserialize();
    TimestampSkew skew = TimestampSkew.unlimited();
    Receiver none =
        (value, metadata) -> {
          throw new IllegalStateException("A method around restrictions has no output");
        };
    DoFnOutputs outputs =
        outputs(information, Map.of(information.getMainOutputTag(), none), Map.of(), skew);
    return bind(information, outputs, skew);
  }

  private DoFnOutputs outputs(
      DoFnWithExecutionInformation information,
      Map<TupleTag<?>, Receiver> receivers,
      Map<TupleTag<?>, Coder<?>> coders,
      TimestampSkew skew) {
    return new DoFnOutputs(information.getMainOutputTag(), receivers, coders, skew, current);
  }

  private BoundDoFn bind(
      DoFnWithExecutionInformation information, DoFnOutputs outputs, TimestampSkew skew) {
    DoFn<Object, Object> doFn = doFnOf(information);
    DoFnSignature signature = DoFnSignatures.getSignature(doFn.getClass());
    UserStates states = new UserStates(services, windowCoder(inputWindowing), doFn, signature);
    UserTimers timers =
        new UserTimers(
            services, states, skew, inputWindowing.getAllowedLateness(), doFn, signature);
    DoFnBinding binding =
        new DoFnBinding(
            doFn,
            services,
            outputs,
            new OutputReceivers(outputs),
            states,
            timers,
            new UserSideInputs(
                () -> services.sideInputs(transformName), information.getSideInputMapping()),
            information.getSchemaInformation());
    return new BoundDoFn(
        new UserCalls(transformName, services.metrics(transformName)),
        binding,
        DoFnInvokers.invokerFor(doFn),
        explodesWindows(signature));
  }

  private boolean explodesWindows(DoFnSignature signature) {
    return payload.getSideInputsCount() > 0
        || payload.getStateSpecsCount() > 0
        || payload.getTimerFamilySpecsCount() > 0
        || signature.processElement().observesWindow()
        || ObservedWindows.byRestrictionsOf(signature);
  }

  private DoFnWithExecutionInformation deserialize() {
    FunctionSpec spec = payload.getDoFn();
    if (!spec.getUrn().equals(ParDoTranslation.CUSTOM_JAVA_DO_FN_URN)) {
      throw new IllegalStateException(
          "Transform '%s' is no Java DoFn (found %s), so it can't run in process: a bug of the"
                  .formatted(transformName, spec.getUrn())
              + " runner");
    }
    return (DoFnWithExecutionInformation)
        SerializableUtils.deserializeFromByteArray(
            spec.getPayload().toByteArray(), "the DoFn of transform '" + transformName + "'");
  }

  @SuppressWarnings("unchecked") // the graph says that the DoFn takes the elements it is given
  private static DoFn<Object, Object> doFnOf(DoFnWithExecutionInformation information) {
    return (DoFn<Object, Object>) information.getDoFn();
  }

  @SuppressWarnings("unchecked") // every window of the input is one of the window coder's
  private static Coder<BoundedWindow> windowCoder(WindowingStrategy<?, ?> windowing) {
    return (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder();
  }
}
