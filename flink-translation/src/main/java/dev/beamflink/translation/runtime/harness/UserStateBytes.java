package dev.beamflink.translation.runtime.harness;

import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** A part of a user state that an SDK names with one {@code StateKey}, as bytes. */
interface UserStateBytes {

  /** What is there, in order; to be joined by whoever reads it. */
  Iterable<ByteString> read();

  /** Adds elements, encoded one after the other. */
  void append(ByteString elements);

  /** Removes what is there. */
  void clear();
}
