package dev.beamflink.cluster.job.fault;

import java.io.Serial;

/** Thrown by user code on order. */
public final class InjectedFault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InjectedFault(Phase phase) {
    super("Ordered to fail in " + phase);
  }
}
