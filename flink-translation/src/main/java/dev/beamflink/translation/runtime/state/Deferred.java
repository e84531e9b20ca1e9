package dev.beamflink.translation.runtime.state;

import java.util.function.Supplier;
import org.apache.beam.sdk.state.ReadableState;
import org.jspecify.annotations.Nullable;

/**
 * A read that happens when {@link #read} is called, each time anew. Nothing is fetched ahead: Flink
 * has no batched reads.
 */
record Deferred<T extends @Nullable Object>(Supplier<T> source) implements ReadableState<T> {

  @Override
  public T read() {
    return source.get();
  }

  @Override
  public ReadableState<T> readLater() {
    return this;
  }
}
