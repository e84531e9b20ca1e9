package dev.beamflink.translation.runtime.group.lift;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;

/**
 * What an operator does that combines ahead of the exchange; shipped in its factory.
 *
 * @param encoder encodes the keys
 * @param fn the combine function
 * @param timestamps gives the accumulators' timestamps
 * @param accumulatorCoder encodes accumulators with timestamp and window
 */
public record LiftSpec(
    KeyEncoder encoder,
    CombineFn<Object, Object, Object> fn,
    TimestampCombiner timestamps,
    WindowedValueCoder<Object> accumulatorCoder)
    implements Serializable {}
