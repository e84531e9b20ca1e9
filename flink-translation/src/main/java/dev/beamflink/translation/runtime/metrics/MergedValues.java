package dev.beamflink.translation.runtime.metrics;

import java.io.Serializable;

/**
 * Values of metrics that add up over tasks.
 *
 * @param <T> the values themselves
 */
interface MergedValues<T extends MergedValues<T>> extends Serializable {

  /** These and others together; neither is changed. */
  T merged(T other);
}
