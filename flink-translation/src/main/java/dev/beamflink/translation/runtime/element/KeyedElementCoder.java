package dev.beamflink.translation.runtime.element;

import dev.beamflink.translation.runtime.wire.FormattedCoder;
import dev.beamflink.translation.runtime.wire.ValueFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/** The wire format of a {@link KeyedElement}: key length (varint), key bytes, element. */
public final class KeyedElementCoder<V extends @Nullable Object>
    extends StructuredCoder<KeyedElement<V>> implements FormattedCoder<KeyedElement<V>> {

  private static final long serialVersionUID = 1L;

  private final WindowedValueCoder<V> elementCoder;

  private KeyedElementCoder(WindowedValueCoder<V> elementCoder) {
    this.elementCoder = elementCoder;
  }

  /** A coder for elements whose values and windows {@code elementCoder} encodes. */
  public static <V extends @Nullable Object> KeyedElementCoder<V> of(
      WindowedValueCoder<V> elementCoder) {
    return new KeyedElementCoder<>(elementCoder);
  }

  @Override
  public void encode(KeyedElement<V> element, OutputStream out) throws IOException {
    byte[] key = element.key().bytes();
    VarInt.encode(key.length, out);
    out.write(key);
    elementCoder.encode(element.value(), out);
  }

  @Override
  public KeyedElement<V> decode(InputStream in) throws IOException {
    int length = VarInt.decodeInt(in);
    byte[] key = in.readNBytes(length);
    if (key.length < length) {
      throw new EOFException("A key of " + length + " bytes ends after " + key.length);
    }
    return new KeyedElement<>(EncodedKey.ofBytes(key), elementCoder.decode(in));
  }

  @Override
  public ValueFormat<KeyedElement<V>> newFormat() {
    return new KeyedElementFormat<>(elementCoder.newFormat());
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(elementCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "the element coder must be", elementCoder);
  }
}
