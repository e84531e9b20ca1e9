package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.sideinput.CheckpointedSideInputs;
import dev.beamflink.translation.runtime.sideinput.SideInputsSpec;
import dev.beamflink.translation.runtime.sideinput.WaitingElements;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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
    implements Serializable {

  /** Describes the states of an operator without keys, in STREAMING. */
  List<StateDescription> describeStates() {
    OperatorStateDescriber describer = new OperatorStateDescriber(transformName);
    List<StateDescription> states = new ArrayList<>(CheckpointedSideInputs.describe(describer));
    states.add(describer.list(WaitingElements.ID, elementCoder));
    return states;
  }
}
