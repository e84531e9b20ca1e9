package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * One value in keyed state, in the form that is safe and cheap for its type:
 *
 * <ul>
 *   <li>a value that nobody can change: the value itself;
 *   <li>an accumulator, changed by its {@code CombineFn} only: the accumulator itself, until a
 *       snapshot needs its bytes;
 *   <li>any other value: its bytes, so that changing an object after writing or reading it never
 *       changes state.
 * </ul>
 *
 * <p>Restored values are bytes until they are read. That is why a restore needs no coder: the heap
 * backend reads all its state before the job has named a single serializer, also states that the
 * job no longer has. The bytes come with the description of the coder that wrote them: if the job's
 * own coder reads them but writes others (a schema has got a field), they are written anew, in
 * RocksDB when the state is opened, on the heap with the next snapshot.
 *
 * <p>Lives in the task thread; the thread of an asynchronous snapshot writes it out at the same
 * time. For unchangeable values both forms stand for the same value, so a race over {@link
 * #content} does no harm. An accumulator is encoded under the lock, once: encoders of sketches tidy
 * the accumulator up, which two threads must not do at a time.
 */
public final class StoredValue<T extends @Nullable Object> implements BagItem<T> {

  /** Bytes as the form of a value; a class, as the value itself may be a byte array. */
  private static class Encoded {
    final byte[] bytes;

    Encoded(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes as this codec writes them. */
    <T extends @Nullable Object> byte[] writtenBy(@Nullable ValueCodec<T> codec) {
      return bytes;
    }
  }

  /** Bytes that a coder of an older job may have written. */
  private static final class Restored extends Encoded {
    private final CoderDescription writer;

    Restored(byte[] bytes, CoderDescription writer) {
      super(bytes);
      this.writer = writer;
    }

    @Override
    <T extends @Nullable Object> byte[] writtenBy(@Nullable ValueCodec<T> codec) {
      return codec == null || codec.description().equals(writer)
          ? bytes
          : codec.encode(codec.decode(bytes));
    }
  }

  private final boolean accumulator;
  private Object content;

  private StoredValue(Object content, boolean accumulator) {
    this.content = content;
    this.accumulator = accumulator;
  }

  /** A value that user code may go on using. */
  static <T extends @Nullable Object> StoredValue<T> of(T value, ValueCodec<T> codec) {
    if (value != null && codec.immutable()) {
      return new StoredValue<>(value, false);
    }
    return ofBytes(codec.encode(value)); // refuses null here, where the user sees it
  }

  /** An accumulator that this state owns from now on. */
  static <T extends @Nullable Object> StoredValue<T> ofAccumulator(T value, ValueCodec<T> codec) {
    if (value == null || codec.immutable()) {
      return of(value, codec);
    }
    return new StoredValue<>(value, true);
  }

  private static <T extends @Nullable Object> StoredValue<T> ofBytes(byte[] bytes) {
    return new StoredValue<>(new Encoded(bytes), false);
  }

  /** The value. An accumulator may be the stored one: who changes it must store the result. */
  T get(ValueCodec<T> codec) {
    Object current = accumulator ? accumulatorContent() : content;
    if (!(current instanceof Encoded encoded)) {
      return cast(current);
    }
    T value = codec.decode(encoded.bytes);
    if (value != null && codec.immutable()) {
      content = value;
    }
    return value;
  }

  /** The value as an object that is nobody else's; for accumulators that leave the state. */
  T getDetached(ValueCodec<T> codec) {
    Object current = accumulator ? accumulatorContent() : content;
    if (codec.immutable() || current instanceof Encoded) {
      return get(codec);
    }
    return codec.decode(codec.encode(cast(current)));
  }

  /** About how many bytes the value takes, which is no accumulator. */
  long roughBytes() {
    return content instanceof Encoded encoded
        ? encoded.bytes.length
        : ImmutableTypes.roughBytes(content);
  }

  /** This value, or another that shares nothing changeable with it. */
  StoredValue<T> copy(@Nullable ValueCodec<T> codec) {
    return accumulator ? ofBytes(bytes(codec)) : this;
  }

  void write(@Nullable ValueCodec<T> codec, DataOutputView target) throws IOException {
    LengthPrefixedBytes.write(bytes(codec), target);
  }

  static <T extends @Nullable Object> StoredValue<T> read(DataInputView source) throws IOException {
    return ofBytes(LengthPrefixedBytes.read(source));
  }

  /**
   * Reads a value that may have been written by another coder than the job's.
   *
   * @param codec null while the job's coder is not known
   * @param writer describes the coder that wrote the value
   */
  static <T extends @Nullable Object> StoredValue<T> read(
      DataInputView source, @Nullable ValueCodec<T> codec, CoderDescription writer)
      throws IOException {
    return codec == null
        ? new StoredValue<>(new Restored(LengthPrefixedBytes.read(source), writer), false)
        : read(source);
  }

  private byte[] bytes(@Nullable ValueCodec<T> codec) {
    if (!accumulator) {
      return encode(content, codec);
    }
    synchronized (this) {
      byte[] bytes = encode(content, codec);
      content = new Encoded(bytes);
      return bytes;
    }
  }

  private byte[] encode(Object current, @Nullable ValueCodec<T> codec) {
    if (current instanceof Encoded encoded) {
      return encoded.writtenBy(codec);
    }
    if (codec == null) {
      throw new IllegalStateException(
          "A restored state that no transform has opened holds a decoded value. This is a bug of"
              + " the runner; please report it.");
    }
    return codec.encode(cast(current));
  }

  private synchronized Object accumulatorContent() {
    return content;
  }

  @SuppressWarnings("unchecked") // what is not Encoded came in as a T
  private T cast(Object current) {
    return (T) current;
  }
}
