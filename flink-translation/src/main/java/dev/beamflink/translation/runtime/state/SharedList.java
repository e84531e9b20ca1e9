package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;

/**
 * A list state on disk, read by any thread and of any key, by the call that Flink made for queries
 * from outside: it shares nothing with the task thread but the database.
 *
 * @param keys stateless
 * @param elements stateless
 */
record SharedList<V>(
    ScopedList<V> list, TypeSerializer<EncodedKey> keys, TypeSerializer<V> elements) {

  /** Stands between key and namespace in what Flink is asked for. */
  private static final int SEPARATOR = 42;

  /** The elements, empty if there are none; not while the backend is closed. */
  List<V> get(EncodedKey key, EncodedNamespace namespace) {
    try {
      DataOutputSerializer place = new DataOutputSerializer(64);
      keys.serialize(key, place);
      place.writeByte(SEPARATOR);
      list.scope().getNamespaceSerializer().serialize(namespace, place);
      byte[] bytes = bytesAt(list.scope(), place.getCopyOfBuffer());
      List<V> found = new ArrayList<>();
      DataInputDeserializer in = new DataInputDeserializer(bytes == null ? new byte[0] : bytes);
      while (in.available() > 0) {
        found.add(elements.deserialize(in));
        if (in.available() > 0) {
          in.skipBytesToRead(1); // a comma, in the format of RocksDB's lists
        }
      }
      return found;
    } catch (Exception e) {
      throw BackendFailure.at(list.name(), e);
    }
  }

  private static <K, V> byte[] bytesAt(InternalKvState<K, EncodedNamespace, V> state, byte[] place)
      throws Exception {
    return state.getSerializedValue(
        place,
        state.getKeySerializer(),
        state.getNamespaceSerializer(),
        state.getValueSerializer());
  }
}
