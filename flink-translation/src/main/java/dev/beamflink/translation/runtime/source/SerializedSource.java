package dev.beamflink.translation.runtime.source;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamClass;
import org.apache.beam.sdk.io.Source;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A Beam source in the form that state keeps it in: its Java serialization, the only form that Beam
 * gives it, in an envelope that says which class is in it. So an upgrade that changed the class is
 * told from damaged bytes, and the failure names the class.
 *
 * <p>Immutable; the source is read from the bytes when it is first asked for, by one thread.
 * Format: class name (modified UTF-8), serialVersionUID (long), length (int), bytes.
 *
 * @param <S> {@code BoundedSource<T>} or {@code UnboundedSource<T, ?>}
 */
final class SerializedSource<S extends Source<?>> {

  private final String className;
  private final long serialVersionUid;
  private final byte[] bytes;
  private @Nullable S source;

  private SerializedSource(
      String className, long serialVersionUid, byte[] bytes, @Nullable S source) {
    this.className = className;
    this.serialVersionUid = serialVersionUid;
    this.bytes = bytes;
    this.source = source;
  }

  /**
   * Serializes a source.
   *
   * @throws IOException if it is not serializable; the message names the transform
   */
  static <S extends Source<?>> SerializedSource<S> of(ReadTransform transform, S source)
      throws IOException {
    Class<?> type = source.getClass();
    try {
      return new SerializedSource<>(
          type.getName(), uidOf(type), InstantiationUtil.serializeObject(source), source);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "%s: its source of class %s cannot be serialized: %s"
              .formatted(transform, type.getName(), e),
          e);
    }
  }

  static <S extends Source<?>> SerializedSource<S> readFrom(DataInputStream in) throws IOException {
    String className = in.readUTF();
    long serialVersionUid = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new SerializedSource<>(className, serialVersionUid, bytes, null);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(className);
    out.writeLong(serialVersionUid);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The source, of a class from the thread's context class loader.
   *
   * @throws IOException if the job's class is not the one that was serialized; the message names
   *     the transform and the class
   */
  S get(ReadTransform transform) throws IOException {
    S known = source;
    if (known == null) {
      known = deserialize(transform);
      source = known;
    }
    return known;
  }

  private S deserialize(ReadTransform transform) throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      long found = uidOf(Class.forName(className, false, loader));
      if (found != serialVersionUid) {
        throw new IOException(
            "%s: a split in its state is of class %s with serialVersionUID %d, the class of this job has %d. Restore with the class that wrote it; a declared serialVersionUID keeps later changes compatible."
                .formatted(transform, className, serialVersionUid, found));
      }
      return InstantiationUtil.deserializeObject(bytes, loader);
    } catch (ClassNotFoundException e) {
      throw new IOException(
          "%s: a split in its state is of class %s, which needs class %s. This job does not have it: add it to the job's jar."
              .formatted(transform, className, e.getMessage()),
          e);
    }
  }

  private static long uidOf(Class<?> type) {
    return ObjectStreamClass.lookupAny(type).getSerialVersionUID();
  }

  @Override
  public String toString() {
    return className;
  }
}
