package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;

/**
 * A DoFn ready to be called.
 *
 * @param calls runs its methods
 * @param binding what its methods may ask for
 * @param invoker calls its methods
 * @param explodesWindows whether it must see an element of several windows once in each
 */
record BoundDoFn(
    UserCalls calls,
    DoFnBinding binding,
    DoFnInvoker<Object, Object> invoker,
    boolean explodesWindows) {}
