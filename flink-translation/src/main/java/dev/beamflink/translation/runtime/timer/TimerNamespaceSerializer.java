package dev.beamflink.translation.runtime.timer;

import dev.beamflink.translation.runtime.state.EncodedNamespace;
import dev.beamflink.translation.runtime.state.EncodedNamespaceSerializer;
import java.io.IOException;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the namespaces of timers. Part of the savepoint format, version 1: the {@linkplain
 * EncodedNamespaceSerializer namespace} that the timer was set in, domain (byte), family and id
 * ({@link StringValue}, Flink's own string format).
 */
final class TimerNamespaceSerializer extends TypeSerializer<TimerNamespace> {

  private static final long serialVersionUID = 1L;

  private final TypeSerializer<EncodedNamespace> scopes;

  TimerNamespaceSerializer(TypeSerializer<EncodedNamespace> scopes) {
    this.scopes = scopes;
  }

  @Override
  public void serialize(TimerNamespace namespace, DataOutputView target) throws IOException {
    scopes.serialize(namespace.scope(), target);
    target.writeByte(code(namespace.domain()));
    StringValue.writeString(namespace.familyId(), target);
    StringValue.writeString(namespace.timerId(), target);
  }

  @Override
  public TimerNamespace deserialize(DataInputView source) throws IOException {
    EncodedNamespace scope = scopes.deserialize(source);
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
  public @Nullable TimerNamespace createInstance() {
    return null; // Flink asks for one only where it hands it in again as reuse
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<TimerNamespace> snapshotConfiguration() {
    return new Snapshot(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimerNamespaceSerializer that && scopes.equals(that.scopes);
  }

  @Override
  public int hashCode() {
    return scopes.hashCode();
  }

  @Override
  public String toString() {
    return "timers in " + scopes;
  }

  /** Written to savepoints; the format above is version 1 of it. */
  public static final class Snapshot
      extends CompositeTypeSerializerSnapshot<TimerNamespace, TimerNamespaceSerializer> {

    private static final int VERSION = 1;

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {}

    private Snapshot(TimerNamespaceSerializer serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected void readOuterSnapshot(int version, DataInputView source, ClassLoader classLoader)
        throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "The savepoint has format version "
                + version
                + " of timers, this runner knows version "
                + VERSION
                + ". Restore it with the release of the runner that wrote it.");
      }
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(TimerNamespaceSerializer serializer) {
      return new TypeSerializer<?>[] {serializer.scopes};
    }

    @Override
    @SuppressWarnings("unchecked") // the one handed out above
    protected TimerNamespaceSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new TimerNamespaceSerializer((TypeSerializer<EncodedNamespace>) nested[0]);
    }
  }
}
