package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.state.CodedListState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * The waiting room of a main input without key: in memory, and in operator state at checkpoints.
 *
 * <p>Used in the task's thread only.
 */
public final class WaitingElements implements WaitingRoom {

  private static final class Group {
    final List<WindowedValue<Object>> elements = new ArrayList<>();
    long earliestMillis = NO_HOLD;

    void add(WindowedValue<Object> element) {
      elements.add(element);
      earliestMillis = Math.min(earliestMillis, element.getTimestamp().getMillis());
    }
  }

  /** Id of the state that holds the elements. */
  public static final String ID = "waiting-elements";

  private final CodedListState<WindowedValue<Object>> state;
  private final Map<BoundedWindow, Group> byWindow = new LinkedHashMap<>();

  /** Takes back what a checkpoint held. */
  public WaitingElements(CodedListState<WindowedValue<Object>> state) {
    this.state = state;
    state.read().forEach(this::add);
  }

  @Override
  public void add(WindowedValue<Object> element) {
    byWindow
        .computeIfAbsent(element.getWindows().iterator().next(), window -> new Group())
        .add(element);
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
        for (WindowedValue<Object> element : group.getValue().elements) {
          consumer.accept(element);
        }
      }
    }
  }

  /** Writes the elements to the state that the next checkpoint takes. */
  public void snapshot() {
    List<WindowedValue<Object>> elements = new ArrayList<>();
    byWindow.values().forEach(group -> elements.addAll(group.elements));
    state.replaceWith(elements);
  }
}
