package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.cluster.UnreachableClusterException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is answered whose call could not be served. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** A status travels in HTTP headers, of which clients take 8 kB. */
  private static final int LONGEST_DESCRIPTION = 1_000;

  private Refusals() {}

  /** The status for a failure: whose fault it was, and what it was. */
  static StatusRuntimeException of(Throwable failure) {
    if (failure instanceof NoSuchJobException) {
      return of(Status.NOT_FOUND, failure.getMessage());
    }
    if (failure instanceof MissingArtifactsException || failure instanceof NotDrainableException) {
      return of(Status.FAILED_PRECONDITION, failure.getMessage());
    }
    if (failure instanceof IllegalArgumentException) {
      return of(Status.INVALID_ARGUMENT, failure.getMessage());
    }
    if (failure instanceof UnreachableClusterException) {
      return of(Status.UNAVAILABLE, failure.getMessage());
    }
    LOG.error("A call has failed", failure);
    return of(
        failure instanceof OutOfMemoryError ? Status.RESOURCE_EXHAUSTED : Status.INTERNAL,
        failure.toString());
  }

  static StatusRuntimeException of(Status status, @Nullable String reason) {
    String description = String.valueOf(reason);
    String clipped =
        description.length() > LONGEST_DESCRIPTION
            ? description.substring(0, LONGEST_DESCRIPTION) + "..."
            : description;
    return status.withDescription(clipped).asRuntimeException();
  }
}
