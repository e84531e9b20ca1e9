package dev.beamflink.translation.runtime.sideinput;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * What one side input has in one window: the pane that can be read, and perhaps a newer one that is
 * still coming in.
 *
 * <p>A view is made when it is first read, from then on it is the same object until a new pane
 * comes.
 */
final class WindowContent {

  private record Entry(BlockKey key, SideInputBlock block) {}

  private List<Entry> pane = new ArrayList<>();
  private @Nullable List<Entry> incoming;
  private boolean hasPane;
  private final Map<String, @Nullable Object> views = new HashMap<>();

  /**
   * Adds the next block.
   *
   * @return keys of the blocks that do not count any more
   */
  List<BlockKey> add(BlockKey key, SideInputBlock block) {
    if (block.startsPane()) {
      incoming = new ArrayList<>();
    }
    List<Entry> target = incoming == null ? pane : incoming;
    target.add(new Entry(key, block));
    if (target == pane) {
      views.clear();
      return List.of();
    }
    return block.endsPane() ? replacePane(target) : List.of();
  }

  private List<BlockKey> replacePane(List<Entry> newPane) {
    List<BlockKey> replaced = pane.stream().map(Entry::key).toList();
    pane = newPane;
    incoming = null;
    hasPane = true;
    views.clear();
    return replaced;
  }

  /** Whether a pane has come that was complete in itself. */
  boolean hasPane() {
    return hasPane;
  }

  /** Keys of all blocks. */
  List<BlockKey> keys() {
    List<BlockKey> keys = new ArrayList<>();
    pane.forEach(entry -> keys.add(entry.key()));
    if (incoming != null) {
      incoming.forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  /**
   * What user code reads through a view.
   *
   * @param repeated whether the pane may hold what several firings gave
   * @param finalViews with how many views the blocks are not needed any more
   */
  @Nullable Object view(
      PCollectionView<?> view, Coder<Object> coder, boolean repeated, int finalViews) {
    String tag = Views.tag(view);
    Object known = views.get(tag);
    if (known != null || views.containsKey(tag)) {
      return known;
    }
    EncodedElements elements = new EncodedElements(coder, pane.stream().map(Entry::block).toList());
    Object value =
        repeated ? Views.ofFirings(view, coder, elements) : Views.of(view, coder, elements);
    views.put(tag, value);
    if (views.size() == finalViews) {
      pane.clear();
    }
    return value;
  }
}
