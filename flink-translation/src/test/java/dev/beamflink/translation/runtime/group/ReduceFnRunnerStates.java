package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.state.KeyedStateInternals;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.triggers.TriggerStateMachineRunner;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.SetCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Min;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterSynchronizedProcessingTime;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.PaneInfoCoder;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;

/** The states that {@code ReduceFnRunner} uses. */
final class ReduceFnRunnerStates {

  private static final String HOLD = "hold";
  private static final String EXTRA_HOLD = "extra";
  private static final String PANE = "paneInfo";
  private static final String COUNT = "count";
  private static final String DELAYED = "delayed";
  private static final String WINDOW_SET = "tree";

  private ReduceFnRunnerStates() {}

  /** Opens the states that a group needs, so that what does not fit is refused at once. */
  static void register(GroupSpec spec, KeyedStateInternals state) {
    tags(spec).forEach(state::register);
  }

  static List<StateTag<?>> tags(GroupSpec spec) {
    WindowingStrategy<?, BoundedWindow> windowing = spec.windowing();
    List<StateTag<?>> tags = new ArrayList<>();
    tags.add(system(StateTags.tagForSpec("buf", spec.reduction().values().getSpec())));
    tags.add(system(StateTags.watermarkStateInternal(HOLD, windowing.getTimestampCombiner())));
    tags.add(system(StateTags.watermarkStateInternal(EXTRA_HOLD, TimestampCombiner.EARLIEST)));
    tags.add(system(StateTags.value(PANE, PaneInfoCoder.INSTANCE)));
    tags.add(TriggerStateMachineRunner.FINISHED_BITS_TAG);
    if (windowing.getMode() != AccumulationMode.DISCARDING_FIRED_PANES
        || hasTrigger(windowing.getTrigger(), AfterPane.class)) {
      tags.add(
          system(
              StateTags.combiningValueFromInputInternal(COUNT, VarLongCoder.of(), Sum.ofLongs())));
    }
    if (hasTrigger(windowing.getTrigger(), AfterProcessingTime.class)
        || hasTrigger(windowing.getTrigger(), AfterSynchronizedProcessingTime.class)) {
      tags.add(
          system(
              StateTags.combiningValueFromInputInternal(
                  DELAYED, InstantCoder.of(), Min.naturalOrder())));
    }
    if (windowing.needsMerge()) {
      tags.add(
          system(
              StateTags.value(
                  WINDOW_SET, MapCoder.of(spec.windowCoder(), SetCoder.of(spec.windowCoder())))));
    }
    return tags;
  }

  private static StateTag<?> system(StateTag<?> tag) {
    return StateTags.makeSystemTagInternal(tag);
  }

  private static boolean hasTrigger(Trigger trigger, Class<? extends Trigger> kind) {
    return kind.isInstance(trigger)
        || trigger.subTriggers().stream().anyMatch(sub -> hasTrigger(sub, kind));
  }
}
