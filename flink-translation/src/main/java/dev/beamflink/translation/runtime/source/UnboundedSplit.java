package dev.beamflink.translation.runtime.source;

import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/** A part of an unbounded source, and how far it has been read. Immutable. */
final class UnboundedSplit<T> implements SourceSplit {

  private final String id;
  private final SerializedSource<UnboundedSource<T, ?>> source;
  private final byte @Nullable [] mark;

  /**
   * @param id its number, unique in the source
   * @param source the part
   * @param mark the last checkpoint mark, encoded by the source's own coder for marks; null if
   *     nothing has been read. Not copied
   */
  UnboundedSplit(
      String id, SerializedSource<UnboundedSource<T, ?>> source, byte @Nullable [] mark) {
    this.id = id;
    this.source = source;
    this.mark = mark;
  }

  @Override
  public String splitId() {
    return id;
  }

  SerializedSource<UnboundedSource<T, ?>> source() {
    return source;
  }

  byte @Nullable [] mark() {
    return mark;
  }

  UnboundedSplit<T> readUpTo(byte[] newMark) {
    return new UnboundedSplit<>(id, source, newMark);
  }

  @Override
  public String toString() {
    return id + " of " + source;
  }
}
