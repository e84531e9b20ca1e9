package dev.beamflink.translation.runtime.keyed;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;

/**
 * What an {@link EncodeKeyOperator} does; shipped in its factory.
 *
 * @param transformName full name of the transform whose input is keyed, for errors
 * @param keyCoder encodes the keys
 * @param order of the elements of a key, if the job runs in BATCH
 */
public record EncodeKeySpec(String transformName, Coder<Object> keyCoder, BatchOrder order)
    implements Serializable {}
