package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/** The current key of an operator that has no keyed state of Flink's. Task thread only. */
final class BatchKey implements KeyContext {

  private @Nullable EncodedKey current;

  boolean is(EncodedKey key) {
    return key.equals(current);
  }

  boolean isSet() {
    return current != null;
  }

  @Override
  public void setCurrentKey(Object key) {
    current = (EncodedKey) key;
  }

  void clear() {
    current = null;
  }

  @Override
  public Object getCurrentKey() {
    return Objects.requireNonNull(current, "no key is the current one");
  }
}
