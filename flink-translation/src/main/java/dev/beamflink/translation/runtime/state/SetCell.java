package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Beam's set state as a Flink map state from the encoded elements to nothing of interest. A read
 * takes all elements into memory, encoded.
 */
final class SetCell<T extends @Nullable Object> implements StateCell<SetState<T>> {

  private final ScopedMap<EncodedKey, Boolean> elements;
  private final KeyCodec<T> codec;

  SetCell(ScopedMap<EncodedKey, Boolean> elements, KeyCodec<T> codec) {
    this.elements = elements;
    this.codec = codec;
  }

  @Override
  public SetState<T> at(EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace);
  }

  private record Bound<T extends @Nullable Object>(SetCell<T> cell, EncodedNamespace namespace)
      implements SetState<T> {

    @Override
    public ReadableState<Boolean> contains(T element) {
      EncodedKey encoded = cell.codec.encode(element);
      return new Deferred<>(() -> cell.elements.contains(namespace, encoded));
    }

    @Override
    public ReadableState<Boolean> addIfAbsent(T element) {
      EncodedKey encoded = cell.codec.encode(element);
      boolean absent = !cell.elements.contains(namespace, encoded);
      if (absent) {
        cell.elements.put(namespace, encoded, true);
      }
      return ReadableStates.immediate(absent);
    }

    @Override
    public void add(T element) {
      cell.elements.put(namespace, cell.codec.encode(element), true);
    }

    @Override
    public void remove(T element) {
      cell.elements.remove(namespace, cell.codec.encode(element));
    }

    @Override
    public Iterable<T> read() {
      List<EncodedKey> encoded = new ArrayList<>();
      cell.elements.forEach(namespace, (element, present) -> encoded.add(element));
      return Lists.transform(encoded, cell.codec::decode);
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.elements.isEmpty(namespace));
    }

    @Override
    public void clear() {
      cell.elements.clear(namespace);
    }

    @Override
    public SetState<T> readLater() {
      return this;
    }
  }
}
