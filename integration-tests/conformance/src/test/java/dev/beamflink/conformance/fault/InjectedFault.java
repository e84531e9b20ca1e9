package dev.beamflink.conformance.fault;

/** Fails a task on purpose. */
final class InjectedFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  InjectedFault() {
    super("A fault of the suite, injected");
  }
}
