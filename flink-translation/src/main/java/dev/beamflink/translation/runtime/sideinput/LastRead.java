package dev.beamflink.translation.runtime.sideinput;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * Reads one view for one transform, and knows what it read last: most elements are in the window of
 * the one before. Task thread only.
 */
final class LastRead {

  private final SideInputContent content;
  private @Nullable BoundedWindow window;
  private long version;
  private @Nullable Object value;

  LastRead(SideInputContent content) {
    this.content = content;
  }

  /** The view's value in a window of the side input that is ready. */
  @Nullable Object read(PCollectionView<?> view, BoundedWindow sideWindow) {
    if (version != content.version() || !sideWindow.equals(window)) {
      value = content.read(view, sideWindow);
      window = sideWindow;
      version = content.version();
    }
    return value;
  }
}
