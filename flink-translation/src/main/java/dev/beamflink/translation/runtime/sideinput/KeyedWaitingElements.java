package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * The waiting room of a main input with keys: in keyed state. Which keys wait in which window is in
 * memory, and found again from the state after a restore.
 *
 * <p>Used in the task's thread only. Elements come without their key, which is the current one.
 */
public final class KeyedWaitingElements implements WaitingRoom {

  private static final class Group {
    final Set<EncodedKey> keys = new LinkedHashSet<>();
    long earliestMillis = NO_HOLD;

    void add(EncodedKey key, WindowedValue<Object> element) {
      keys.add(key);
      earliestMillis = Math.min(earliestMillis, element.getTimestamp().getMillis());
    }
  }

  private final KeyContext keys;
  private final KeyedStateInternals state;
  private final WindowedValueCoder<Object> coder;
  private final StateTag<BagState<WindowedValue<Object>>> tag;
  private final Map<BoundedWindow, Group> byWindow = new LinkedHashMap<>();

  /**
   * @param keys the operator, whose current key is the elements'
   * @param coder of the elements
   */
  public KeyedWaitingElements(
      KeyContext keys, KeyedStateInternals state, WindowedValueCoder<Object> coder) {
    this.keys = keys;
    this.state = state;
    this.coder = coder;
    this.tag = tag(coder);
    state.forEachPlace(
        tag,
        namespace -> {
          BoundedWindow window = ((WindowNamespace<?>) namespace).getWindow();
          for (WindowedValue<Object> element : state.state(namespace, tag).read()) {
            group(window).add(currentKey(), element);
          }
        });
  }

  private EncodedKey currentKey() {
    return (EncodedKey) keys.getCurrentKey();
  }

  private Group group(BoundedWindow window) {
    return byWindow.computeIfAbsent(window, unused -> new Group());
  }

  private BagState<WindowedValue<Object>> elements(BoundedWindow window) {
    return state.state(StateNamespaces.window(coder.windowCoder(), window), tag);
  }

  /** The state that waiting elements are in. */
  public static StateTag<BagState<WindowedValue<Object>>> tag(WindowedValueCoder<Object> coder) {
    return StateTags.makeSystemTagInternal(StateTags.bag("waiting-elements", coder));
  }

  @Override
  public void add(WindowedValue<Object> element) {
    BoundedWindow window = element.getWindows().iterator().next();
    elements(window).add(element);
    group(window).add(currentKey(), element);
  }

  @Override
  public boolean isEmpty() {
    return byWindow.isEmpty();
  }

  @Override
  public long holdMillis() {
    long hold = NO_HOLD;
    for (Group group : byWindow.values()) {
      hold = Math.min(hold, group.earliestMillis);
    }
    return hold;
  }

  @Override
  public void release(
      Predicate<BoundedWindow> ready, ThrowingConsumer<WindowedValue<Object>, Exception> consumer)
      throws Exception {
    Iterator<Map.Entry<BoundedWindow, Group>> groups = byWindow.entrySet().iterator();
    while (groups.hasNext()) {
      Map.Entry<BoundedWindow, Group> group = groups.next();
      if (ready.test(group.getKey())) {
        groups.remove();
        for (EncodedKey key : group.getValue().keys) {
          keys.setCurrentKey(key);
          releaseCurrentKey(elements(group.getKey()), consumer);
        }
      }
    }
  }

  private static void releaseCurrentKey(
      BagState<WindowedValue<Object>> waiting,
      ThrowingConsumer<WindowedValue<Object>, Exception> consumer)
      throws Exception {
    List<WindowedValue<Object>> elements = new ArrayList<>();
    waiting.read().forEach(elements::add);
    waiting.clear();
    for (WindowedValue<Object> element : elements) {
      consumer.accept(element);
    }
  }
}
