package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * What a group operator does; shipped in its factory.
 *
 * @param transformName full name of the transform, for errors, metrics and state names
 * @param keyCoder of the keys
 * @param windowing of the input, which decides about windows, trigger, lateness and panes
 * @param reduction what becomes of the values
 * @param options the pipeline's options, for combine functions with context
 */
public record GroupSpec(
    String transformName,
    Coder<Object> keyCoder,
    WindowingStrategy<?, BoundedWindow> windowing,
    Reduction reduction,
    DeferredOptions options)
    implements Serializable {

  Coder<BoundedWindow> windowCoder() {
    return windowing.getWindowFn().windowCoder();
  }
}
