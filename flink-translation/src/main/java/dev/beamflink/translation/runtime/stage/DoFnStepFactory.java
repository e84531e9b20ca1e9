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

/** Rehydrates a DoFn from its payload and binds it to what surrounds it. */
final class DoFnStepFactory {

  private DoFnStepFactory() {}

  static DoFnStep create(
      String transformName,
      ParDoPayload payload,
      WindowingStrategy<?, ?> inputWindowing,
      Map<TupleTag<?>, Receiver> outputReceivers,
      Map<TupleTag<?>, Coder<?>> outputCoders,
      StageServices services) {
    DoFnWithExecutionInformation information = deserialize(transformName, payload.getDoFn());
    DoFn<Object, Object> doFn = doFnOf(information);
    DoFnSignature signature = DoFnSignatures.getSignature(doFn.getClass());
    TimestampSkew skew = new TimestampSkew(doFn);
    DoFnOutputs outputs =
        new DoFnOutputs(information.getMainOutputTag(), outputReceivers, outputCoders, skew);
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
    boolean explodesWindows =
        signature.processElement().observesWindow()
            || payload.getSideInputsCount() > 0
            || payload.getStateSpecsCount() > 0
            || payload.getTimerFamilySpecsCount() > 0;
    return new DoFnStep(transformName, binding, DoFnInvokers.invokerFor(doFn), explodesWindows);
  }

  private static DoFnWithExecutionInformation deserialize(String transformName, FunctionSpec spec) {
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
