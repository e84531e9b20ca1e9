package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One PCollection that is read as side input: its windows, their content, and its watermark.
 *
 * <p>One per operator and PCollection; used in the task's thread only.
 */
final class SideInputContent {

  private static final int NEVER_FINAL = -1;

  private final SideInputSpec spec;
  private final Coder<BoundedWindow> windowCoder;
  private final Duration reach;
  private final int finalViews;
  private final BlockLog log;
  private final Map<BoundedWindow, WindowContent> windows = new HashMap<>();
  private final NavigableMap<Long, List<BoundedWindow>> byExpiry = new TreeMap<>();

  /** What is read of windows that have nothing. */
  private final WindowContent empty = new WindowContent();

  private long nextSequence;
  private long version;
  private long watermark = Long.MIN_VALUE;

  /**
   * @param reach how long after its end a window is still read, in event time of the main input
   * @param views how many views there are of the PCollection
   */
  @SuppressWarnings("unchecked") // every window of the PCollection is one of its window coder
  SideInputContent(SideInputSpec spec, Duration reach, int views, BlockLog log) {
    this.spec = spec;
    this.windowCoder = (Coder<BoundedWindow>) spec.windowing().getWindowFn().windowCoder();
    this.reach = reach;
    this.log = log;
    // Where blocks go to checkpoints they are in memory anyway.
    this.finalViews = spec.rule() == PaneRule.WHEN_READ ? views : NEVER_FINAL;
  }

  SideInputSpec spec() {
    return spec;
  }

  /**
   * Takes a block in; late ones are dropped, and those that no element can read any more.
   *
   * @param forgottenUpTo the main input's Flink watermark up to which windows are forgotten
   */
  void add(SideInputBlock block, long forgottenUpTo) {
    BoundedWindow window = decodeWindow(block);
    if (isLate(window) || expiry(window) <= forgottenUpTo) {
      return;
    }
    version++;
    BlockKey key = new BlockKey(spec.collection(), nextSequence++);
    for (BlockKey replaced : content(window).add(key, block)) {
      log.remove(replaced);
    }
    log.put(key, block);
  }

  /** Takes back what a checkpoint held; blocks come in the order of their keys. */
  void restore(BlockKey key, SideInputBlock block) {
    nextSequence = key.sequence() + 1;
    List<BlockKey> replaced = content(decodeWindow(block)).add(key, block);
    if (!replaced.isEmpty()) {
      throw new IllegalStateException(
          "The state of side input '%s' holds replaced blocks: a bug of the runner"
              .formatted(spec.collection()));
    }
  }

  /** A window that fires once has fired when it can be read. */
  private boolean isLate(BoundedWindow window) {
    return spec.rule() == PaneRule.AT_WINDOW_END && isReady(window);
  }

  private WindowContent content(BoundedWindow window) {
    WindowContent content = windows.get(window);
    if (content == null) {
      content = new WindowContent();
      windows.put(window, content);
      byExpiry.computeIfAbsent(expiry(window), time -> new ArrayList<>()).add(window);
    }
    return content;
  }

  private long expiry(BoundedWindow window) {
    return BeamTime.toFlinkTimer(LateDataUtils.garbageCollectionTime(window, reach));
  }

  private BoundedWindow decodeWindow(SideInputBlock block) {
    try {
      return CoderUtils.decodeFromByteArray(windowCoder, block.window());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Window coder %s of side input '%s' can't read what it wrote (%s). Encoding and decoding must match."
              .formatted(windowCoder, spec.collection(), e.getMessage()),
          e);
    }
  }

  /** The side input's watermark, in Flink's terms. */
  long watermark() {
    return watermark;
  }

  /** The side input's watermark has advanced. */
  void advanceWatermark(long flinkWatermark) {
    watermark = Math.max(watermark, flinkWatermark);
  }

  /** Whether elements of the main input may read this window. */
  boolean isReady(BoundedWindow window) {
    return spec.rule().isReady(windows.get(window), window, spec.windowing(), watermark);
  }

  /** Grows whenever what has been read may be of no use any more. */
  long version() {
    return version;
  }

  /** The view's value in a window that is ready. */
  @Nullable Object read(PCollectionView<?> view, BoundedWindow window) {
    WindowContent content = windows.get(window);
    if (content == null) {
      content = empty;
    }
    return content.view(view, spec.coder(), spec.repeated(), finalViews);
  }

  /** When the first window expires, a Flink watermark; the end of time for none. */
  long firstExpiry() {
    return byExpiry.isEmpty() ? Long.MAX_VALUE : byExpiry.firstKey();
  }

  /** Forgets the windows that no main input's element can read at this watermark of it. */
  void dropExpired(long mainFlinkWatermark) {
    NavigableMap<Long, List<BoundedWindow>> expired = byExpiry.headMap(mainFlinkWatermark, true);
    for (List<BoundedWindow> group : expired.values()) {
      for (BoundedWindow window : group) {
        WindowContent content = windows.remove(window);
        if (content != null) {
          content.keys().forEach(log::remove);
        }
      }
    }
    version += expired.isEmpty() ? 0 : 1;
    expired.clear();
  }
}
