package dev.beamflink.translation.runtime.sideinput;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;

/**
 * A view through which one transform reads a side input.
 *
 * @param transformName full name of the transform
 * @param tag id of the view's tag, which is the local name of the transform's input
 * @param collection unique name of the PCollection behind the view
 * @param windowMapping from the windows of the main input to those of the side input
 */
public record SideInputViewSpec(
    String transformName, String tag, String collection, WindowMappingFn<?> windowMapping)
    implements Serializable {}
