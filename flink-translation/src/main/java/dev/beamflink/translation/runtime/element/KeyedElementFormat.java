package dev.beamflink.translation.runtime.element;

import dev.beamflink.translation.runtime.wire.ValueFormat;
import dev.beamflink.translation.runtime.wire.VarInts;
import java.io.IOException;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The format of {@link KeyedElementCoder}. */
final class KeyedElementFormat<V extends @Nullable Object> implements ValueFormat<KeyedElement<V>> {

  private final ValueFormat<WindowedValue<V>> elements;

  /**
   * @param elements the format of the elements behind the key
   */
  KeyedElementFormat(ValueFormat<WindowedValue<V>> elements) {
    this.elements = elements;
  }

  @Override
  public void write(KeyedElement<V> element, DataOutputView target) throws IOException {
    byte[] key = element.key().bytes();
    VarInts.write(key.length, target);
    target.write(key);
    elements.write(element.value(), target);
  }

  @Override
  public KeyedElement<V> read(DataInputView source) throws IOException {
    byte[] key = new byte[VarInts.readInt(source)];
    source.readFully(key);
    return new KeyedElement<>(EncodedKey.ofBytes(key), elements.read(source));
  }
}
