package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * Where a multimap keeps something: a value of a key, or at {@link #HEADER} the number of the key's
 * values.
 *
 * @param key the encoded key
 * @param position of the value among those of the key, in the order they came; from 0
 */
record MultimapKey(EncodedKey key, int position) {

  static final int HEADER = -1;

  static MultimapKey header(EncodedKey key) {
    return new MultimapKey(key, HEADER);
  }

  boolean isHeader() {
    return position == HEADER;
  }
}
