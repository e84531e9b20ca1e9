package dev.beamflink.translation.runtime.keyed;

import java.io.Serializable;

/**
 * What an {@link EncodeKeyOperator} does; shipped in its factory.
 *
 * @param encoder encodes the keys
 * @param order of the elements of a key, if the job runs in BATCH
 */
public record EncodeKeySpec(KeyEncoder encoder, BatchOrder order) implements Serializable {}
