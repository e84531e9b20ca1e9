package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.sideinput.SideInputsSpec;
import java.io.Serializable;

/**
 * What an operator around a stage with side inputs needs.
 *
 * @param stage the stage, as for an operator without side inputs
 * @param sideInputs what its transforms read
 * @param transformName full name of the stage's root, which names the state
 * @param elementCoder of the main input, for elements that wait
 */
public record SideInputStageSpec(
    StageOperatorSpec stage,
    SideInputsSpec sideInputs,
    String transformName,
    WindowedValueCoder<Object> elementCoder)
    implements Serializable {}
