package dev.beamflink.translation.runtime.group;

import org.jspecify.annotations.Nullable;

/** What one key and window has of its inputs in BATCH. Task thread only. */
interface KeptInputs {

  /** Makes one that has nothing. */
  @FunctionalInterface
  interface Maker {
    KeptInputs make();
  }

  void add(@Nullable Object input);

  /**
   * What the reduction makes of them, which may be nothing.
   *
   * @param goesOn whether they are needed further on
   */
  @Nullable Object result(boolean goesOn);

  void clear();
}
