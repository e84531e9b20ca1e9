package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;

/** The calls that frame a DoFn's work: set-up, bundles and tear-down. */
final class DoFnLifecycle {

  private final UserCalls calls;
  private final DoFnInvoker<Object, Object> invoker;
  private final BundleArguments arguments;

  DoFnLifecycle(BoundDoFn doFn) {
    this.calls = doFn.calls();
    this.invoker = doFn.invoker();
    this.arguments = new BundleArguments(doFn.binding());
  }

  void setUp() {
    calls.run("@Setup", () -> invoker.invokeSetup(arguments));
  }

  void startBundle() {
    calls.run("@StartBundle", () -> invoker.invokeStartBundle(arguments));
  }

  void finishBundle() {
    calls.run("@FinishBundle", () -> invoker.invokeFinishBundle(arguments));
  }

  void tearDown() {
    calls.run("@Teardown", invoker::invokeTeardown);
  }
}
