package dev.beamflink.translation.runtime.window;

import java.util.Collection;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;

/** A window function that only another SDK can run, as far as the runner has to do with it. */
public final class SdkWindowFn extends NonMergingWindowFn<Object, BoundedWindow> {

  private static final long serialVersionUID = 1L;

  private final Coder<BoundedWindow> windowCoder;

  /**
   * A function with windows of a coder.
   *
   * @param windowCoder of its windows
   */
  public SdkWindowFn(Coder<BoundedWindow> windowCoder) {
    this.windowCoder = windowCoder;
  }

  @Override
  public Collection<BoundedWindow> assignWindows(AssignContext context) {
    throw new IllegalStateException("An SDK assigns its windows: a bug of the runner");
  }

  @Override
  @SuppressWarnings("deprecation") // Beam still asks for it
  public boolean isCompatible(WindowFn<?, ?> other) {
    return other instanceof SdkWindowFn fn && windowCoder.equals(fn.windowCoder);
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
    return "windows of an SDK (%s)".formatted(windowCoder);
  }
}
