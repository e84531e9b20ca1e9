package dev.beamflink.translation.runtime.format;

import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A serializer with a {@link DescribedSnapshot}. Remembers what it was found incompatible with:
 * Flink's message names the serializers that it wraps around ours, which tell no coder.
 */
public abstract class DescribedSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable String refusal;

  final void refused(CoderDescription coder, CoderDescription older) {
    refusal = "It was written with coder %s, but is read with coder %s.".formatted(older, coder);
  }

  /** Why a serializer was found incompatible with what a savepoint holds, as one sentence. */
  public static Optional<String> refusalOf(TypeSerializer<?> serializer) {
    if (serializer instanceof DescribedSerializer<?> described) {
      return Optional.ofNullable(described.refusal);
    } else if (serializer instanceof ListSerializer<?> list) {
      return refusalOf(list.getElementSerializer());
    } else if (serializer instanceof MapSerializer<?, ?> map) {
      return refusalOf(map.getKeySerializer()).or(() -> refusalOf(map.getValueSerializer()));
    }
    return Optional.empty();
  }
}
