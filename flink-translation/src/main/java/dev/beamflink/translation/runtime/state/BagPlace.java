package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;

/**
 * Which of the bags of a state: that of a key in a namespace.
 *
 * @param namespace of Beam's, not that of a chunk
 */
record BagPlace(EncodedKey key, EncodedNamespace namespace) {}
