package dev.beamflink.translation.runtime.window;

import java.io.Closeable;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Asks an SDK which windows are to be merged. Used by the task's thread. */
public interface WindowMerger extends Closeable {

  /**
   * Windows that become one.
   *
   * @param from at least one
   */
  record Merge(List<BoundedWindow> from, BoundedWindow into) {}

  /** Returns what is to be merged among the windows of a key; others stay as they are. */
  List<Merge> merge(Collection<BoundedWindow> windows) throws Exception;

  @Override
  void close();
}
