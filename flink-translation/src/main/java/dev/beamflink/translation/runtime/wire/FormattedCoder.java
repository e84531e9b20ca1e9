package dev.beamflink.translation.runtime.wire;

import org.jspecify.annotations.Nullable;

/** A coder of the runner's own that has a format. */
public interface FormattedCoder<T extends @Nullable Object> {

  /** A new format that writes what the coder does. */
  ValueFormat<T> newFormat();
}
