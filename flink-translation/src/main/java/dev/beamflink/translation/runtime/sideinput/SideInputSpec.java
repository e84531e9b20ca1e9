package dev.beamflink.translation.runtime.sideinput;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A PCollection that the transforms of a stage read as side input. Made in the client, shipped in
 * the operator's factory.
 *
 * @param collection unique name of the PCollection, which its blocks in savepoints have too
 * @param coder of its elements
 * @param windowing of its elements
 * @param rule when a window can be read
 * @param repeated whether a window may fire more than once
 * @param input number of the operator's input that brings the blocks, from 1; 0 is the main input
 */
public record SideInputSpec(
    String collection,
    Coder<Object> coder,
    WindowingStrategy<?, ?> windowing,
    PaneRule rule,
    boolean repeated,
    int input)
    implements Serializable {}
