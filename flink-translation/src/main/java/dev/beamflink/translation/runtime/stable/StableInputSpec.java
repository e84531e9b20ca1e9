package dev.beamflink.translation.runtime.stable;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import java.io.Serializable;

/**
 * What the node ahead of a stage with stable input needs.
 *
 * @param transformName full name of the transform that asks for it, which names the state in
 *     savepoints
 * @param coder writes elements to checkpoints
 * @param quiet to whom to report that no element is left
 */
public record StableInputSpec(
    String transformName, WindowedValueCoder<Object> coder, QuietSpec quiet)
    implements Serializable {

  /** Id of the state that holds waiting elements. */
  static final String BUFFER = "stable-input";
}
