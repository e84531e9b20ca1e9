package dev.beamflink.translation.runtime.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a serializer that is known by a coder's description: compatible with snapshots of the
 * same class with an equal description, and with nothing else.
 *
 * <p>Format version 1: the description, see {@link CoderDescription#write}.
 */
abstract sealed class DescribedSnapshot<T> implements TypeSerializerSnapshot<T>
    permits BagItemSerializer.Snapshot,
        CoderSerializer.Snapshot,
        EncodedNamespaceSerializer.Snapshot,
        MapKeySerializer.Snapshot,
        MultimapKeySerializer.Snapshot,
        MultimapSlotSerializer.Snapshot,
        OrderedNodeSerializer.Snapshot {

  private static final int VERSION = 1;

  private @Nullable CoderDescription description;
  private final @Nullable TypeSerializer<T> origin;

  /** A snapshot that is going to be read from a savepoint. */
  DescribedSnapshot() {
    this.origin = null;
  }

  /** The snapshot of a serializer in use. */
  DescribedSnapshot(CoderDescription description, TypeSerializer<T> origin) {
    this.description = description;
    this.origin = origin;
  }

  /** A serializer for what the snapshot's serializer wrote, as far as that goes without a coder. */
  abstract TypeSerializer<T> serializerFor(CoderDescription description);

  @Override
  public final int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public final void writeSnapshot(DataOutputView target) throws IOException {
    description().write(target);
  }

  @Override
  public final void readSnapshot(int version, DataInputView source, ClassLoader userClassLoader)
      throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "The savepoint has format version "
              + version
              + " of "
              + getClass().getName()
              + ", this runner knows version "
              + VERSION
              + ". Restore it with a newer release of the runner.");
    }
    description = CoderDescription.read(source);
  }

  /**
   * Of a snapshot just taken this is the serializer in use: with a savepoint in canonical format
   * the heap backend writes live values through it.
   */
  @Override
  public final TypeSerializer<T> restoreSerializer() {
    return origin == null ? serializerFor(description()) : origin;
  }

  @Override
  public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return getClass() == old.getClass()
            && description().equals(((DescribedSnapshot<?>) old).description())
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  private CoderDescription description() {
    if (description == null) {
      throw new IllegalStateException("The snapshot was neither written nor read yet");
    }
    return description;
  }
}
