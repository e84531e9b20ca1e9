package dev.beamflink.translation.runtime.window;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.io.Serializable;
import java.util.Collection;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.jspecify.annotations.Nullable;

/**
 * A window function that only another SDK can run, and which merges windows: the operator that
 * groups asks the SDK, from {@link #open} to {@link #close}.
 */
public final class MergingSdkWindowFn extends WindowFn<Object, BoundedWindow> {

  private static final long serialVersionUID = 1L;

  /** Makes what asks the SDK. */
  @FunctionalInterface
  public interface Mergers extends Serializable {

    /**
     * Makes it for an operator.
     *
     * @param host the task of the operator
     * @param transformName the full name of the transform that groups
     */
    WindowMerger create(StageHost host, String transformName);
  }

  private final Coder<BoundedWindow> windowCoder;
  private final Mergers mergers;
  private transient @Nullable WindowMerger merger; // from open() on

  /**
   * A function whose windows are merged by what {@code mergers} makes.
   *
   * @param windowCoder of its windows
   */
  public MergingSdkWindowFn(Coder<BoundedWindow> windowCoder, Mergers mergers) {
    this.windowCoder = windowCoder;
    this.mergers = mergers;
  }

  /**
   * Connects a window function to its SDK, if it needs that.
   *
   * @param transformName the full name of the transform that groups
   */
  public static void open(WindowFn<?, ?> windowFn, StageHost host, String transformName) {
    if (windowFn instanceof MergingSdkWindowFn merging) {
      merging.merger = merging.mergers.create(host, transformName);
    }
  }

  /** Lets go of the SDK. */
  public static void close(WindowFn<?, ?> windowFn) {
    if (windowFn instanceof MergingSdkWindowFn merging && merging.merger != null) {
      merging.merger.close();
      merging.merger = null;
    }
  }

  @Override
  public Collection<BoundedWindow> assignWindows(AssignContext context) {
    throw new IllegalStateException("An SDK assigns its windows: a bug of the runner");
  }

  @Override
  public void mergeWindows(MergeContext context) throws Exception {
    WindowMerger asked = Objects.requireNonNull(merger, "open() comes first");
    for (WindowMerger.Merge merge : asked.merge(context.windows())) {
      context.merge(merge.from(), merge.into());
    }
  }

  @Override
  @SuppressWarnings("deprecation") // Beam still asks for it
  public boolean isCompatible(WindowFn<?, ?> other) {
    return other instanceof MergingSdkWindowFn fn && windowCoder.equals(fn.windowCoder);
  }

  @Override
  public Coder<BoundedWindow> windowCoder() {
    return windowCoder;
  }

  @Override
  public WindowMappingFn<BoundedWindow> getDefaultWindowMappingFn() {
    throw new UnsupportedOperationException("Only its SDK can map windows to those of a function");
  }

  @Override
  public String toString() {
    return "merging windows of an SDK (%s)".formatted(windowCoder);
  }
}
