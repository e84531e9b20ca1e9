package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what is found by equality: keys of maps and multimaps, elements of sets. They are equal
 * when their bytes are, so byte arrays work; a coder that may write equal keys in different ways
 * makes them different keys.
 */
record KeyCodec<K extends @Nullable Object>(ValueCodec<K> codec) {

  static <K extends @Nullable Object> KeyCodec<K> of(StateName state, @Nullable Coder<K> coder) {
    return new KeyCodec<>(ValueCodec.of(state, coder));
  }

  Coder<K> coder() {
    return codec.coder();
  }

  EncodedKey encode(K key) {
    return EncodedKey.ofBytes(codec.encode(key));
  }

  K decode(EncodedKey key) {
    return codec.decode(key.bytes());
  }
}
