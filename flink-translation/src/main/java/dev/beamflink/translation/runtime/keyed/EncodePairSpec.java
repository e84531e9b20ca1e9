package dev.beamflink.translation.runtime.keyed;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import java.io.Serializable;

/**
 * What an {@link EncodePairOperator} does; shipped in its factory.
 *
 * @param encoder encodes the keys
 * @param elementCoder encodes the values with timestamp, windows and pane
 */
public record EncodePairSpec(KeyEncoder encoder, WindowedValueCoder<Object> elementCoder)
    implements Serializable {}
