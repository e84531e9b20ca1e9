package dev.beamflink.translation.runtime.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.state.ListState;
import org.jspecify.annotations.Nullable;

/**
 * A list in operator state whose elements have a Beam coder. A restore hands its elements out to
 * the subtasks, in no particular order.
 *
 * <p>Made by {@link OperatorStates}; task thread only.
 */
public final class CodedListState<T extends @Nullable Object> {

  private final ListState<StoredValue<T>> state;
  private final ValueCodec<T> codec;
  private final StateName name;

  CodedListState(StateName name, ListState<StoredValue<T>> state, ValueCodec<T> codec) {
    this.name = name;
    this.state = state;
    this.codec = codec;
  }

  /** Puts these elements in the place of what the list holds. */
  public void replaceWith(Iterable<T> elements) {
    List<StoredValue<T>> stored = new ArrayList<>();
    for (T element : elements) {
      stored.add(StoredValue.of(element, codec));
    }
    try {
      state.update(stored);
    } catch (Exception e) {
      throw new StateAccessException(name + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** What the list holds. */
  public List<T> read() {
    List<T> elements = new ArrayList<>();
    try {
      for (StoredValue<T> stored : state.get()) {
        elements.add(stored.get(codec));
      }
    } catch (Exception e) {
      throw new StateAccessException(name + " cannot be read: " + e.getMessage(), e);
    }
    return elements;
  }

  /** The coder of the elements. */
  public Coder<T> coder() {
    return codec.coder();
  }
}
