package dev.beamflink.model.text;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.AccumulationMode;
import org.apache.beam.model.pipeline.v1.RunnerApi.OutputTime;
import org.apache.beam.model.pipeline.v1.RunnerApi.Trigger;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;

/**
 * Windowing strategies as text: {@code fixed}, {@code global} (also if empty), {@code global
 * triggered}.
 */
final class WindowingText {
  private WindowingText() {}

  /** Adds a windowing strategy and returns its id. */
  static String add(String text, RunnerApi.Pipeline.Builder pipeline, CoderText coders) {
    String id = text.isEmpty() ? "global" : text;
    boolean fixed = id.startsWith("fixed");
    WindowingStrategy.Builder windowing =
        WindowingStrategy.newBuilder()
            .setWindowCoderId(coders.add(fixed ? "interval_window" : "global_window"))
            .setAccumulationMode(AccumulationMode.Enum.DISCARDING)
            .setOutputTime(OutputTime.Enum.END_OF_WINDOW)
            .setEnvironmentId("java");
    windowing
        .getWindowFnBuilder()
        .setUrn("beam:window_fn:" + (fixed ? "fixed" : "global") + "_windows:v1");
    Trigger.Builder trigger = windowing.getTriggerBuilder();
    if (id.endsWith(" triggered")) {
      trigger.getRepeatBuilder().getSubtriggerBuilder().getElementCountBuilder().setElementCount(1);
    } else {
      trigger.getDefaultBuilder();
    }
    pipeline.getComponentsBuilder().putWindowingStrategies(id, windowing.build());
    return id;
  }
}
