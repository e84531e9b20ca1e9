package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import dev.beamflink.translation.runtime.state.KeyedStateDescriber;
import dev.beamflink.translation.runtime.timer.TimerStates;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a stage with state needs beyond a {@link StageOperatorSpec}.
 *
 * @param transformName full name of the root, which names its state in savepoints
 * @param keyCoder coder of the input's keys
 * @param valueCoder coder of the input's values, which measures them
 * @param windowCoder coder of the input's windows
 * @param allowedLateness how long after its end a window keeps its state
 * @param timers how timers work
 * @param sortedInput coder of elements that wait for their turn in event time, without the key;
 *     null where the order is of no interest or made by the exchange
 * @param quiet to whom to report that no timer is left
 */
public record KeyedStageSpec(
    String transformName,
    Coder<Object> keyCoder,
    Coder<Object> valueCoder,
    Coder<BoundedWindow> windowCoder,
    Duration allowedLateness,
    TimerStrategy timers,
    @Nullable WindowedValueCoder<Object> sortedInput,
    QuietSpec quiet)
    implements Serializable {

  /** Describes the keyed states of a stage with such a root, in STREAMING. */
  List<StateDescription> describeStates(StatefulRoot root) {
    KeyedStateDescriber describer = new KeyedStateDescriber(transformName, windowCoder);
    List<StateDescription> states = new ArrayList<>();
    root.stateTags().forEach(tag -> states.add(describer.describe(tag)));
    if (sortedInput != null) {
      states.add(describer.describe(TimeSortedInput.tag(sortedInput)));
    }
    states.add(TimerStates.describe(windowCoder));
    return states;
  }
}
