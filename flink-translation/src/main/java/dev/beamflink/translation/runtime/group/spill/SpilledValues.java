package dev.beamflink.translation.runtime.group.spill;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.common.Reiterable;
import org.apache.beam.sdk.util.common.Reiterator;
import org.jspecify.annotations.Nullable;

/**
 * Values on disk, decoded as they are iterated.
 *
 * @param chain where they are
 * @param coder of the values
 */
record SpilledValues<T extends @Nullable Object>(SpillChain chain, Coder<T> coder)
    implements Reiterable<T> {

  @Override
  public Reiterator<T> iterator() {
    return new SpilledIterator<>(chain.file(), chain.read(), coder);
  }

  @Override
  public String toString() {
    return chain.count() + " values on disk";
  }
}
