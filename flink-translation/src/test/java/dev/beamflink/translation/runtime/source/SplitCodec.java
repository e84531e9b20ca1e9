package dev.beamflink.translation.runtime.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Sends a value through its serializer, as state and messages do. */
final class SplitCodec {

  private SplitCodec() {}

  static <E> E copy(SimpleVersionedSerializer<E> serializer, E value) {
    try {
      return serializer.deserialize(serializer.getVersion(), serializer.serialize(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <E> List<E> copyAll(SimpleVersionedSerializer<E> serializer, List<E> values) {
    return values.stream().map(value -> copy(serializer, value)).toList();
  }
}
