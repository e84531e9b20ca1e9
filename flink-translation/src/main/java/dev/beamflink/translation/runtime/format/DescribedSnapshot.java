package dev.beamflink.translation.runtime.format;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a serializer that is known by a coder's description: compatible with snapshots of the
 * same class, as far as the coders are.
 *
 * <p>Format version 2: the description, see {@link CoderDescription#write}.
 */
public abstract class DescribedSnapshot<T> implements TypeSerializerSnapshot<T> {

  private static final int VERSION = 2;

  private @Nullable CoderDescription description;
  private final @Nullable DescribedSerializer<T> origin;
  private final Use use;

  /** What the bytes are for. */
  protected enum Use {
    /** They are found by equality, so equal things have to go on having equal bytes. */
    IDENTITY,

    /** They are read, and written again in another way if need be. */
    CONTENT
  }

  /** A snapshot that is going to be read from a savepoint. */
  protected DescribedSnapshot(Use use) {
    this.use = use;
    this.origin = null;
  }

  /** The snapshot of a serializer in use. */
  protected DescribedSnapshot(
      Use use, CoderDescription description, DescribedSerializer<T> origin) {
    this.use = use;
    this.description = description;
    this.origin = origin;
  }

  /** A serializer for what the snapshot's serializer wrote, as far as that goes without a coder. */
  protected abstract TypeSerializer<T> serializerFor(CoderDescription description);

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
              + ". Restore it with the release of the runner that wrote it.");
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
        ? compatibility(((DescribedSnapshot<?>) old).description()).inFlink()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  private Compatibility compatibility(CoderDescription older) {
    Compatibility result =
        forIdentity()
            ? Compatibility.equal(description(), older)
            : description().compatibility(older);
    if (result == Compatibility.INCOMPATIBLE && origin != null) {
      origin.refused(description(), older);
    }
    return result;
  }

  /** Whether the bytes are found by equality, so that no other ones can take their place. */
  final boolean forIdentity() {
    return use == Use.IDENTITY;
  }

  final CoderDescription description() {
    if (description == null) {
      throw new IllegalStateException("The snapshot was neither written nor read yet");
    }
    return description;
  }
}
