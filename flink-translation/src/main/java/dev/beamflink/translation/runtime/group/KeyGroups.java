package dev.beamflink.translation.runtime.group;

import org.apache.beam.sdk.values.WindowedValue;

/**
 * The groups of one key at a time in BATCH.
 *
 * <p>Event time runs from its beginning to its end for each key, after the key's last element. So
 * panes and their timing are those of an input that is complete before the watermark moves, and
 * nothing is ever late.
 *
 * <p>Task thread only.
 */
interface KeyGroups {

  /**
   * Takes an element of the current key.
   *
   * @param rank its place among the elements of the key
   */
  void process(WindowedValue<Object> element, byte rank) throws Exception;

  /** The current key has no more elements: emits what is left of it, and forgets it. */
  void finishKey() throws Exception;
}
