package dev.beamflink.translation.runtime.timer;

import java.io.IOException;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the namespaces of timers. Part of the savepoint format, version 1: length (int) and
 * bytes of the {@linkplain TimerScopeCoder scope}, domain (byte), family and id ({@link
 * StringValue}, Flink's own string format).
 *
 * <p>It needs no window coder, so that Flink can restore it from its snapshot alone. The snapshot
 * names the window coder's classes all the same: timers of other windows must not be taken over.
 */
final class TimerNamespaceSerializer extends TypeSerializer<TimerNamespace> {

  private static final long serialVersionUID = 1L;

  private final String windowCoder;

  /**
   * @param windowCoder the window coder, as {@link TimerScopeCoder#describe} names it
   */
  TimerNamespaceSerializer(String windowCoder) {
    this.windowCoder = windowCoder;
  }

  @Override
  public void serialize(TimerNamespace namespace, DataOutputView target) throws IOException {
    target.writeInt(namespace.scope().length);
    target.write(namespace.scope());
    target.writeByte(code(namespace.domain()));
    StringValue.writeString(namespace.familyId(), target);
    StringValue.writeString(namespace.timerId(), target);
  }

  @Override
  public TimerNamespace deserialize(DataInputView source) throws IOException {
    byte[] scope = new byte[source.readInt()];
    source.readFully(scope);
    TimeDomain domain = domain(source.readByte());
    String familyId = StringValue.readString(source);
    return new TimerNamespace(scope, domain, familyId, StringValue.readString(source));
  }

  private static int code(TimeDomain domain) {
    return switch (domain) {
      case EVENT_TIME -> 0;
      case PROCESSING_TIME -> 1;
      case SYNCHRONIZED_PROCESSING_TIME -> 2;
    };
  }

  private static TimeDomain domain(int code) throws IOException {
    return switch (code) {
      case 0 -> TimeDomain.EVENT_TIME;
      case 1 -> TimeDomain.PROCESSING_TIME;
      case 2 -> TimeDomain.SYNCHRONIZED_PROCESSING_TIME;
      default -> throw new IOException("Unknown time domain " + code + " of a timer");
    };
  }

  @Override
  public TimerNamespace deserialize(TimerNamespace reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public TimerNamespace copy(TimerNamespace from) {
    return from;
  }

  @Override
  public TimerNamespace copy(TimerNamespace from, TimerNamespace reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializer<TimerNamespace> duplicate() {
    return this;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TimerNamespace createInstance() {
    return new TimerNamespace(new byte[0], TimeDomain.EVENT_TIME, "", "");
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<TimerNamespace> snapshotConfiguration() {
    return new Snapshot(windowCoder);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimerNamespaceSerializer that && windowCoder.equals(that.windowCoder);
  }

  @Override
  public int hashCode() {
    return windowCoder.hashCode();
  }

  /** Written to savepoints: the classes of the window coder. */
  public static final class Snapshot implements TypeSerializerSnapshot<TimerNamespace> {

    private static final int VERSION = 1;

    private String windowCoder = "";

    /** For Flink, which reads the rest. */
    public Snapshot() {}

    private Snapshot(String windowCoder) {
      this.windowCoder = windowCoder;
    }

    @Override
    public int getCurrentVersion() {
      return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(windowCoder);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
        throws IOException {
      if (readVersion != VERSION) {
        throw new IOException(
            "Timers were saved in format "
                + readVersion
                + "; this version of the runner reads format "
                + VERSION
                + ". Restore with the version that wrote the savepoint.");
      }
      windowCoder = in.readUTF();
    }

    @Override
    public TypeSerializer<TimerNamespace> restoreSerializer() {
      return new TimerNamespaceSerializer(windowCoder);
    }

    @Override
    public TypeSerializerSchemaCompatibility<TimerNamespace> resolveSchemaCompatibility(
        TypeSerializerSnapshot<TimerNamespace> old) {
      return old instanceof Snapshot that && windowCoder.equals(that.windowCoder)
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
