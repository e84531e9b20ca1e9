package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.timer.TimerStrategy;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;

/**
 * What a stage with state needs beyond a {@link StageOperatorSpec}.
 *
 * @param transformName full name of the root, which names its state in savepoints
 * @param keyCoder coder of the input's keys
 * @param windowCoder coder of the input's windows
 * @param allowedLateness how long after its end a window keeps its state
 * @param timers how timers work
 */
public record KeyedStageSpec(
    String transformName,
    Coder<Object> keyCoder,
    Coder<BoundedWindow> windowCoder,
    Duration allowedLateness,
    TimerStrategy timers)
    implements Serializable {}
