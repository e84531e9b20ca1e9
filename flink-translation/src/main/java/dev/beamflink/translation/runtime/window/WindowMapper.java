package dev.beamflink.translation.runtime.window;

import java.io.Closeable;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Asks an SDK which window of a side input belongs to one of a main input. Task thread only. */
public interface WindowMapper extends Closeable {

  /** Returns the window of the side input. */
  BoundedWindow map(BoundedWindow mainWindow);

  @Override
  void close();
}
