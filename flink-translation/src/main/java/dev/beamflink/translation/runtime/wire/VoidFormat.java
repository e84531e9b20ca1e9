package dev.beamflink.translation.runtime.wire;

import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The format of {@code VoidCoder}: nothing. */
final class VoidFormat implements ValueFormat<@Nullable Void> {

  @Override
  public void write(@Nullable Void value, DataOutputView target) {}

  @Override
  public @Nullable Void read(DataInputView source) {
    return null;
  }
}
