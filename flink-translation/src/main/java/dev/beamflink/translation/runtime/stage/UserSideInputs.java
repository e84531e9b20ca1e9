package dev.beamflink.translation.runtime.stage;

import java.util.Map;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Gives a DoFn its side inputs, in the window that belongs to the main input's. */
final class UserSideInputs {

  private final SideInputReader reader;
  private final Map<String, PCollectionView<?>> byTag;

  /**
   * @param byTag the views that {@code @SideInput} parameters name
   */
  UserSideInputs(SideInputReader reader, Map<String, PCollectionView<?>> byTag) {
    this.reader = reader;
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
    if (!reader.contains(view)) {
      throw new IllegalArgumentException(
          "sideInput() called with a view that the ParDo does not declare (%s). Add it with"
                  .formatted(view)
              + " ParDo.withSideInputs.");
    }
    BoundedWindow window = view.getWindowMappingFn().getSideInputWindow(mainWindow);
    @SuppressWarnings("NullAway") // a view's content may be null, as Beam allows
    T value = reader.get(view, window);
    return value;
  }
}
