package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.DescribedSerializer;
import dev.beamflink.translation.runtime.format.DescribedSnapshot;
import dev.beamflink.translation.runtime.format.ImmutableSerializer;
import dev.beamflink.translation.runtime.format.LengthPrefixedBytes;
import dev.beamflink.translation.runtime.state.OrderedNode.Bucket;
import dev.beamflink.translation.runtime.state.OrderedNode.BucketBound;
import dev.beamflink.translation.runtime.state.OrderedNode.Entry;
import dev.beamflink.translation.runtime.state.OrderedNode.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the nodes of an ordered list.
 *
 * <pre>
 * index:  0, next id (varint), count (varint), per bucket: bound (long), id (varint)
 * bucket: 1, count (varint), per entry: timestamp (long), value as {@link CoderSerializer} does
 * </pre>
 */
public final class OrderedNodeSerializer<T extends @Nullable Object>
    extends ImmutableSerializer<OrderedNode<T>> {

  private static final long serialVersionUID = 1L;

  private static final int INDEX = 0;
  private static final int BUCKET = 1;

  private final @Nullable ValueCodec<T> codec; // not known for a restored state
  private final CoderDescription elementCoder;

  OrderedNodeSerializer(ValueCodec<T> codec) {
    this(codec, codec.description());
  }

  private OrderedNodeSerializer(@Nullable ValueCodec<T> codec, CoderDescription elementCoder) {
    this.codec = codec;
    this.elementCoder = elementCoder;
  }

  @Override
  public void serialize(OrderedNode<T> node, DataOutputView target) throws IOException {
    if (node instanceof Index<T> index) {
      target.writeByte(INDEX);
      LengthPrefixedBytes.writeLength(index.nextId(), target);
      LengthPrefixedBytes.writeLength(index.bounds().size(), target);
      for (BucketBound bound : index.bounds()) {
        target.writeLong(bound.lowerMillis());
        LengthPrefixedBytes.writeLength(bound.id(), target);
      }
    } else if (node instanceof Bucket<T> bucket) {
      target.writeByte(BUCKET);
      LengthPrefixedBytes.writeLength(bucket.entries().size(), target);
      for (Entry<T> entry : bucket.entries()) {
        target.writeLong(entry.millis());
        entry.value().write(codec, target);
      }
    }
  }

  @Override
  public OrderedNode<T> deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case INDEX -> readIndex(source);
      case BUCKET -> readBucket(source);
      default -> throw new IOException("Not a part of an ordered list: kind " + kind);
    };
  }

  private static <T extends @Nullable Object> Index<T> readIndex(DataInputView source)
      throws IOException {
    int nextId = LengthPrefixedBytes.readLength(source);
    int count = LengthPrefixedBytes.readLength(source);
    List<BucketBound> bounds = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long lower = source.readLong();
      bounds.add(new BucketBound(lower, LengthPrefixedBytes.readLength(source)));
    }
    return new Index<>(nextId, bounds);
  }

  private Bucket<T> readBucket(DataInputView source) throws IOException {
    int count = LengthPrefixedBytes.readLength(source);
    List<Entry<T>> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long millis = source.readLong();
      entries.add(new Entry<>(millis, StoredValue.read(source, codec, elementCoder)));
    }
    return new Bucket<>(entries);
  }

  @Override
  public TypeSerializerSnapshot<OrderedNode<T>> snapshotConfiguration() {
    return new Snapshot<>(elementCoder, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OrderedNodeSerializer<?> that && elementCoder.equals(that.elementCoder);
  }

  @Override
  public int hashCode() {
    return elementCoder.hashCode();
  }

  @Override
  public String toString() {
    return "ordered elements of coder " + elementCoder;
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot<T extends @Nullable Object>
      extends DescribedSnapshot<OrderedNode<T>> {

    /** For Flink, which fills the snapshot in from a savepoint. */
    public Snapshot() {
      super(Use.CONTENT);
    }

    Snapshot(CoderDescription elementCoder, DescribedSerializer<OrderedNode<T>> origin) {
      super(Use.CONTENT, elementCoder, origin);
    }

    @Override
    protected TypeSerializer<OrderedNode<T>> serializerFor(CoderDescription description) {
      return new OrderedNodeSerializer<>(null, description);
    }
  }
}
