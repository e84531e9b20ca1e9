package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.format.Described;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.state.KeyedStateDescriber;
import dev.beamflink.translation.runtime.timer.TimerStates;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.jspecify.annotations.Nullable;

/** Makes the operator of GroupByKey and Combine per key in STREAMING. */
public final class GroupByKeyOperatorFactory
    extends AbstractStreamOperatorFactory<WindowedValue<Object>>
    implements OneInputStreamOperatorFactory<KeyedElement<Object>, WindowedValue<Object>>,
        Described {

  private static final long serialVersionUID = 1L;

  private final GroupSpec spec;
  private final @Nullable Room room; // null for what a subtask may take where it runs

  public GroupByKeyOperatorFactory(GroupSpec spec) {
    this(spec, null);
  }

  GroupByKeyOperatorFactory(GroupSpec spec, @Nullable Room room) {
    this.spec = spec;
    this.room = room;
  }

  @Override
  // As Flink's own factories do: the caller names the type that it wants.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
      StreamOperatorParameters<WindowedValue<Object>> parameters) {
    boolean checkpoints =
        CheckpointingOptions.isCheckpointingEnabled(
            parameters.getContainingTask().getJobConfiguration());
    return (T)
        new GroupByKeyOperator(
            parameters, spec, room == null ? Room.forSubtask(checkpoints) : room);
  }

  @Override
  public OperatorDescription describe() {
    KeyedStateDescriber describer =
        new KeyedStateDescriber(spec.transformName(), spec.windowCoder());
    List<StateDescription> states = new ArrayList<>();
    GroupStates.tags(spec).forEach(tag -> states.add(describer.describe(tag)));
    states.add(TimerStates.describe(spec.windowCoder()));
    return new OperatorDescription(windowing(), states);
  }

  private String windowing() {
    WindowingStrategy<?, BoundedWindow> windowing = spec.windowing();
    return "%s, trigger %s, %s, allowed lateness %d ms"
        .formatted(
            windowing.getWindowFn().getClass().getName(),
            windowing.getTrigger(),
            windowing.getMode(),
            windowing.getAllowedLateness().getMillis());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return GroupByKeyOperator.class;
  }
}
