package dev.beamflink.translation.runtime.sort;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * What travels on keyed edges in BATCH: key and element, both encoded, so that exchange and sort
 * copy bytes and the element is decoded once, where it is used.
 *
 * <p>Immutable; the element's bytes must not be changed by whoever hands them in or takes them out.
 */
public final class EncodedPair {

  private final EncodedKey key;
  private final byte rank;
  private final byte[] element;

  /**
   * @param key the encoded key
   * @param rank pairs of a key come in the order of their ranks
   * @param element the element's value with timestamp, windows and pane, without the key
   */
  public EncodedPair(EncodedKey key, byte rank, byte[] element) {
    this.key = key;
    this.rank = rank;
    this.element = element;
  }

  /** The encoded key. */
  public EncodedKey key() {
    return key;
  }

  /** The place among the pairs of the key, shared with others. */
  public byte rank() {
    return rank;
  }

  /** The encoded element, without the key. */
  public byte[] element() {
    return element;
  }

  @Override
  public String toString() {
    return "EncodedPair[" + key + ", " + element.length + " bytes]";
  }
}
