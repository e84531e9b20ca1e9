package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.ImmutableSerializer;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the namespaces of keyed state.
 *
 * <pre>
 * kind: one byte        0 global   1 window   2 window and trigger
 * window: varint length and bytes of the window coder, unless global
 * trigger: varint, if there is one
 *
 * or, for a chunk of a bag:
 * 3: one byte
 * number: varint
 * the namespace of the bag, as above
 * </pre>
 *
 * Namespaces of another window coder are incompatible.
 */
public final class EncodedNamespaceSerializer extends ImmutableSerializer<EncodedNamespace> {

  private static final long serialVersionUID = 1L;

  private static final int CHUNK = 3;

  private final CoderDescription windowCoder;

  private EncodedNamespaceSerializer(CoderDescription windowCoder) {
    this.windowCoder = windowCoder;
  }

  /** The serializer of namespaces with windows of this coder. */
  public static EncodedNamespaceSerializer of(Coder<? extends BoundedWindow> windowCoder) {
    return new EncodedNamespaceSerializer(CoderDescription.of(windowCoder));
  }

  @Override
  public void serialize(EncodedNamespace namespace, DataOutputView target) throws IOException {
    if (namespace.isChunk()) {
      target.writeByte(CHUNK);
      LengthPrefixedBytes.writeLength(namespace.chunk(), target);
    }
    target.writeByte(namespace.kind().code);
    switch (namespace.kind()) {
      case GLOBAL -> {}
      case WINDOW -> LengthPrefixedBytes.write(namespace.window(), target);
      case WINDOW_AND_TRIGGER -> {
        LengthPrefixedBytes.write(namespace.window(), target);
        LengthPrefixedBytes.writeLength(namespace.trigger(), target);
      }
    }
  }

  @Override
  public EncodedNamespace deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case 0 -> EncodedNamespace.GLOBAL;
      case 1 -> EncodedNamespace.ofWindow(LengthPrefixedBytes.read(source));
      case 2 ->
          EncodedNamespace.ofWindowAndTrigger(
              LengthPrefixedBytes.read(source), LengthPrefixedBytes.readLength(source));
      case CHUNK -> {
        int number = LengthPrefixedBytes.readLength(source);
        yield deserialize(source).chunk(number);
      }
      default -> throw new IOException("Not a state namespace of ours: kind " + kind);
    };
  }

  @Override
  public TypeSerializerSnapshot<EncodedNamespace> snapshotConfiguration() {
    return new Snapshot(windowCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedNamespaceSerializer that && windowCoder.equals(that.windowCoder);
  }

  @Override
  public int hashCode() {
    return windowCoder.hashCode();
  }

  @Override
  public String toString() {
    return "windows of coder " + windowCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot extends DescribedSnapshot<EncodedNamespace> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.IDENTITY);
    }

    Snapshot(CoderDescription windowCoder, DescribedSerializer<EncodedNamespace> origin) {
      super(Use.IDENTITY, windowCoder, origin);
    }

    @Override
    protected TypeSerializer<EncodedNamespace> serializerFor(CoderDescription description) {
      return new EncodedNamespaceSerializer(description);
    }
  }
}
