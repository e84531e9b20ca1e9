package dev.beamflink.runner.cluster;

import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/** A cluster that knows what is asked for does not answer. */
public final class UnreachableClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreachableClusterException(String address, String problem) {
    super("The cluster at %s %s".formatted(address, problem));
  }

  UnreachableClusterException(String address, Throwable failure) {
    super(
        "The cluster at %s does not answer: %s"
            .formatted(address, Throwables.getRootCause(failure)),
        failure);
  }
}
