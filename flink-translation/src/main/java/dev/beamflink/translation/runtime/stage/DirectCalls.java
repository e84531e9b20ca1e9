package dev.beamflink.translation.runtime.stage;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.Parameter;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.Parameter.ElementParameter;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.Parameter.OutputReceiverParameter;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.Parameter.TaggedOutputReceiverParameter;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls of {@code @ProcessElement} without an argument provider in between, as a lambda would
 * call it. What implements {@link ElementMethod} is a class that the JVM keeps as long as the
 * DoFn's class loader, so there is one for each class of DoFns.
 */
final class DirectCalls {

  private static final Logger LOG = LoggerFactory.getLogger(DirectCalls.class);

  /** Takes a DoFn, answers its {@link ElementMethod}; empty where there is none. */
  private static final ClassValue<Optional<MethodHandle>> MAKERS =
      new ClassValue<>() {
        @Override
        @SuppressWarnings("unchecked") // only classes of DoFns are asked for
        protected Optional<MethodHandle> computeValue(Class<?> doFn) {
          return isInReach(doFn) ? maker((Class<? extends DoFn<?, ?>>) doFn) : Optional.empty();
        }
      };

  private DirectCalls() {}

  /**
   * A method with the receiver that it wants.
   *
   * @param receiver of the outputs of the DoFn
   */
  record DirectCall(ElementMethod method, Object receiver) {

    void process(@Nullable Object element) {
      method.process(element, receiver);
    }
  }

  /**
   * The call of a DoFn's method; empty if it asks for more, or can't be called from here.
   *
   * @param receivers of the DoFn's outputs
   */
  static Optional<DirectCall> of(DoFn<?, ?> doFn, OutputReceivers receivers) {
    return MAKERS
        .get(doFn.getClass())
        .map(maker -> new DirectCall(make(maker, doFn), receiver(doFn, receivers)));
  }

  private static Object receiver(DoFn<?, ?> doFn, OutputReceivers receivers) {
    return processMethod(doFn.getClass()).extraParameters().get(1)
            instanceof OutputReceiverParameter
        ? receivers.main()
        : receivers;
  }

  private static ElementMethod make(MethodHandle maker, DoFn<?, ?> doFn) {
    try {
      return (ElementMethod) maker.invoke(doFn);
    } catch (Throwable e) {
      throw new IllegalStateException("A call of %s can't be made".formatted(doFn.getClass()), e);
    }
  }

  /**
   * Whether the DoFn's class loader knows this runner. If not, it may outlive it, and what is made
   * there with it.
   */
  private static boolean isInReach(Class<?> doFn) {
    try {
      return Class.forName(ElementMethod.class.getName(), false, doFn.getClassLoader())
          == ElementMethod.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Optional<MethodHandle> maker(Class<? extends DoFn<?, ?>> doFn) {
    DoFnSignature.ProcessElementMethod signature = processMethod(doFn);
    if (!takesElementAndReceiver(signature.extraParameters())) {
      return Optional.empty();
    }
    try {
      return Optional.of(lambda(doFn, signature.targetMethod()));
    } catch (IllegalAccessException | LambdaConversionException e) {
      // In a module or a class loader other than the runner's, or inherited from another package.
      LOG.debug("{} is called by its invoker", doFn, e);
      return Optional.empty();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class of a DoFn is one of its supertype
  private static DoFnSignature.ProcessElementMethod processMethod(Class<? extends DoFn> doFn) {
    return DoFnSignatures.getSignature((Class) doFn).processElement();
  }

  private static boolean takesElementAndReceiver(List<Parameter> parameters) {
    return parameters.size() == 2
        && parameters.get(0) instanceof ElementParameter
        && (parameters.get(1) instanceof TaggedOutputReceiverParameter
            || (parameters.get(1) instanceof OutputReceiverParameter receiver
                && !receiver.isRowReceiver()));
  }

  private static MethodHandle lambda(Class<?> doFn, Method method)
      throws IllegalAccessException, LambdaConversionException {
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(doFn, MethodHandles.lookup());
    MethodHandle target = lookup.unreflect(method);
    CallSite site =
        LambdaMetafactory.metafactory(
            lookup,
            "process",
            MethodType.methodType(ElementMethod.class, doFn),
            MethodType.methodType(void.class, Object.class, Object.class),
            target,
            target.type().dropParameterTypes(0, 1));
    return site.getTarget();
  }
}
