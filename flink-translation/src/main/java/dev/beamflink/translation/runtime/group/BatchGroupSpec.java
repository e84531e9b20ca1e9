package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import java.io.Serializable;

/**
 * What a group operator does in BATCH; shipped in its factory.
 *
 * @param group the group itself
 * @param elementCoder decodes the elements
 */
public record BatchGroupSpec(GroupSpec group, WindowedValueCoder<Object> elementCoder)
    implements Serializable {}
