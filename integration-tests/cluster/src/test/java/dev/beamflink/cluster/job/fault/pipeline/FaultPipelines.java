package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pipelines by name. */
public final class FaultPipelines {
  private static final Map<String, FaultPipeline> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("timers", new TimersPipeline());
    BY_NAME.put("panes", new PanesPipeline());
    BY_NAME.put("sessions", new SessionsPipeline());
    BY_NAME.put("sideinputs", new SideInputsPipeline());
    BY_NAME.put("splittable", new SplittablePipeline());
    BY_NAME.put("shared", new SharedPipeline());
    BY_NAME.put("read", new ReadPipeline());
    BY_NAME.put("stable", new StablePipeline());
    BY_NAME.put("reshuffle", new ReshufflePipeline());
    BY_NAME.put("totals", new TotalsPipeline());
  }

  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  public static FaultPipeline named(String name) {
    FaultPipeline pipeline = BY_NAME.get(name);
    if (pipeline == null) {
      throw new IllegalArgumentException(
          "There is no pipeline '%s', only %s".formatted(name, BY_NAME.keySet()));
    }
    return pipeline;
  }

  private FaultPipelines() {}
}
