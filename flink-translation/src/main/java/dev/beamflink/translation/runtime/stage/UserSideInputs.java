package dev.beamflink.translation.runtime.stage;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Gives a DoFn its side inputs, in the window that belongs to the main input's. */
final class UserSideInputs {

  private final Supplier<SideInputReader> readers;
  private final Map<String, PCollectionView<?>> byTag;

  /** Views that were found to be declared, by identity. */
  private final Set<PCollectionView<?>> declared =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable SideInputReader reader;

  /**
   * @param readers answers the reader, from the first element on
   * @param byTag the views that {@code @SideInput} parameters name
   */
  UserSideInputs(Supplier<SideInputReader> readers, Map<String, PCollectionView<?>> byTag) {
    this.readers = readers;
    this.byTag = byTag;
  }

  @Nullable Object get(String tag, BoundedWindow mainWindow) {
    PCollectionView<?> view = byTag.get(tag);
    if (view == null) {
      throw new IllegalArgumentException(
          "Side input '%s' is not declared: known are %s. Name it in ParDo.withSideInput."
              .formatted(tag, byTag.keySet()));
    }
    return get(view, mainWindow);
  }

  <T> T get(PCollectionView<T> view, BoundedWindow mainWindow) {
    SideInputReader from = reader();
    if (!declared.contains(view) && !from.contains(view)) {
      throw new IllegalArgumentException(
          "calling sideInput() with unknown view %s: the ParDo does not declare it. Add it with ParDo.withSideInputs."
              .formatted(view));
    }
    declared.add(view);
    BoundedWindow window = view.getWindowMappingFn().getSideInputWindow(mainWindow);
    @SuppressWarnings("NullAway") // a view's content may be null, as Beam allows
    T value = from.get(view, window);
    return value;
  }

  private SideInputReader reader() {
    SideInputReader known = reader;
    if (known == null) {
      known = readers.get();
      reader = known;
    }
    return known;
  }
}
