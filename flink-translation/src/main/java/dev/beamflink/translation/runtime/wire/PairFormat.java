package dev.beamflink.translation.runtime.wire;

import java.io.IOException;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The format of {@code KvCoder}: key and value. */
final class PairFormat<K extends @Nullable Object, V extends @Nullable Object>
    implements ValueFormat<KV<K, V>> {

  private final ValueFormat<K> key;
  private final ValueFormat<V> value;

  PairFormat(ValueFormat<K> key, ValueFormat<V> value) {
    this.key = key;
    this.value = value;
  }

  @Override
  public void write(KV<K, V> pair, DataOutputView target) throws IOException {
    Encodable.check(pair, "KV");
    key.write(pair.getKey(), target);
    value.write(pair.getValue(), target);
  }

  @Override
  public KV<K, V> read(DataInputView source) throws IOException {
    K readKey = key.read(source);
    return KV.of(readKey, value.read(source));
  }
}
