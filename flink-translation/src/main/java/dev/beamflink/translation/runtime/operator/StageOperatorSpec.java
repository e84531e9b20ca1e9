package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.StageExecutors;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.OutputTag;

/**
 * All that an operator around a stage needs, shipped in its factory.
 *
 * @param stage the stage itself
 * @param executors makes what runs the stage's user code
 * @param sideOutputs tags of the outputs after the first, in the order of {@link
 *     StageSpec#outputIds}
 * @param bundleLimits when bundles end
 */
public record StageOperatorSpec(
    StageSpec stage,
    StageExecutors executors,
    List<OutputTag<WindowedValue<Object>>> sideOutputs,
    BundleLimits bundleLimits)
    implements Serializable {

  public StageOperatorSpec {
    sideOutputs = List.copyOf(sideOutputs);
  }

  /** What the stage's root, a stateful ParDo, declares of state. */
  StatefulRoot statefulRoot() {
    return executors.statefulRoot(stage);
  }
}
