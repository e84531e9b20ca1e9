package dev.beamflink.translation.runtime.sideinput;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * How a PCollection is packed into blocks. Shipped in the operator's factory.
 *
 * @param collection unique name of the PCollection
 * @param coder of its elements
 * @param windowCoder of its windows
 */
public record SideInputBlocksSpec(
    String collection, Coder<Object> coder, Coder<BoundedWindow> windowCoder)
    implements Serializable {}
