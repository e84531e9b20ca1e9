package dev.beamflink.model.text;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.AccumulationMode;
import org.apache.beam.model.pipeline.v1.RunnerApi.ClosingBehavior;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.model.pipeline.v1.RunnerApi.OnTimeBehavior;
import org.apache.beam.model.pipeline.v1.RunnerApi.OutputTime;
import org.apache.beam.model.pipeline.v1.RunnerApi.Trigger;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;
import org.apache.beam.model.pipeline.v1.StandardWindowFns.FixedWindowsPayload;
import org.apache.beam.model.pipeline.v1.StandardWindowFns.SessionWindowsPayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Duration;

/**
 * Windowing strategies as text: {@code fixed}, {@code sessions}, {@code merged sessions}, {@code
 * global} (also if empty), {@code global triggered}.
 */
final class WindowingText {
  private static final Duration MINUTE = Duration.newBuilder().setSeconds(60).build();

  private WindowingText() {}

  /** Adds a windowing strategy and returns its id. */
  static String add(String text, RunnerApi.Pipeline.Builder pipeline, CoderText coders) {
    String id = text.isEmpty() ? "global" : text;
    boolean sessions = id.endsWith("sessions");
    boolean global = !sessions && !id.startsWith("fixed");
    WindowingStrategy.Builder windowing =
        WindowingStrategy.newBuilder()
            .setWindowCoderId(coders.add(global ? "global_window" : "interval_window"))
            .setMergeStatus(mergeStatus(id))
            .setAccumulationMode(AccumulationMode.Enum.DISCARDING)
            .setOutputTime(OutputTime.Enum.END_OF_WINDOW)
            .setClosingBehavior(ClosingBehavior.Enum.EMIT_IF_NONEMPTY)
            .setOnTimeBehavior(OnTimeBehavior.Enum.FIRE_ALWAYS)
            .setEnvironmentId("java");
    windowing
        .getWindowFnBuilder()
        .setUrn(
            "beam:window_fn:"
                + (sessions ? "session" : global ? "global" : "fixed")
                + "_windows:v1")
        .setPayload(
            sessions
                ? SessionWindowsPayload.newBuilder().setGapSize(MINUTE).build().toByteString()
                : global
                    ? ByteString.EMPTY
                    : FixedWindowsPayload.newBuilder().setSize(MINUTE).build().toByteString());
    Trigger.Builder trigger = windowing.getTriggerBuilder();
    if (id.endsWith(" triggered")) {
      trigger.getRepeatBuilder().getSubtriggerBuilder().getElementCountBuilder().setElementCount(1);
    } else {
      trigger.getDefaultBuilder();
    }
    pipeline.getComponentsBuilder().putWindowingStrategies(id, windowing.build());
    return id;
  }

  private static MergeStatus.Enum mergeStatus(String id) {
    return switch (id) {
      case "sessions" -> MergeStatus.Enum.NEEDS_MERGE;
      case "merged sessions" -> MergeStatus.Enum.ALREADY_MERGED;
      default -> MergeStatus.Enum.NON_MERGING;
    };
  }
}
