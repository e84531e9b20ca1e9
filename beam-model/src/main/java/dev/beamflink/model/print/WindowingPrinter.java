package dev.beamflink.model.print;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi.AccumulationMode;
import org.apache.beam.model.pipeline.v1.RunnerApi.MergeStatus;
import org.apache.beam.model.pipeline.v1.RunnerApi.OutputTime;
import org.apache.beam.model.pipeline.v1.RunnerApi.Trigger;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;

/**
 * Prints a windowing strategy by what it does, for example {@code fixed_windows trigger
 * repeat(after_end_of_window) accumulating lateness PT1H}. What is the SDK's default is left out.
 */
public final class WindowingPrinter {
  private WindowingPrinter() {}

  /** Prints a windowing strategy on one line. */
  public static String print(WindowingStrategy windowing) {
    List<String> parts = new ArrayList<>();
    parts.add(UrnPrinter.print(windowing.getWindowFn().getUrn()));
    if (windowing.getMergeStatus() == MergeStatus.Enum.ALREADY_MERGED) {
      parts.add("already merged");
    }
    String trigger = print(windowing.getTrigger());
    if (!trigger.equals("default")) {
      parts.add("trigger " + trigger);
    }
    if (windowing.getAccumulationMode() != AccumulationMode.Enum.DISCARDING) {
      parts.add(windowing.getAccumulationMode().name().toLowerCase(Locale.ROOT));
    }
    if (windowing.getOutputTime() != OutputTime.Enum.END_OF_WINDOW) {
      parts.add("output at " + windowing.getOutputTime().name().toLowerCase(Locale.ROOT));
    }
    if (windowing.getAllowedLateness() > 0) {
      parts.add("lateness " + Duration.ofMillis(windowing.getAllowedLateness()));
    }
    return String.join(" ", parts);
  }

  private static String print(Trigger trigger) {
    return switch (trigger.getTriggerCase()) {
      case AFTER_ALL -> nested("after_all", trigger.getAfterAll().getSubtriggersList());
      case AFTER_ANY -> nested("after_any", trigger.getAfterAny().getSubtriggersList());
      case AFTER_EACH -> nested("after_each", trigger.getAfterEach().getSubtriggersList());
      case AFTER_END_OF_WINDOW -> afterEndOfWindow(trigger.getAfterEndOfWindow());
      case OR_FINALLY ->
          nested(
              "or_finally",
              List.of(trigger.getOrFinally().getMain(), trigger.getOrFinally().getFinally()));
      case REPEAT -> nested("repeat", List.of(trigger.getRepeat().getSubtrigger()));
      case ELEMENT_COUNT ->
          "element_count(%d)".formatted(trigger.getElementCount().getElementCount());
      // A trigger that is not set is the default one.
      case DEFAULT, TRIGGER_NOT_SET -> "default";
      case AFTER_PROCESSING_TIME, AFTER_SYNCHRONIZED_PROCESSING_TIME, ALWAYS, NEVER ->
          trigger.getTriggerCase().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String afterEndOfWindow(Trigger.AfterEndOfWindow trigger) {
    StringBuilder text = new StringBuilder("after_end_of_window");
    if (trigger.hasEarlyFirings()) {
      text.append(" early ").append(print(trigger.getEarlyFirings()));
    }
    if (trigger.hasLateFirings()) {
      text.append(" late ").append(print(trigger.getLateFirings()));
    }
    return text.toString();
  }

  private static String nested(String name, List<Trigger> triggers) {
    return triggers.stream()
        .map(WindowingPrinter::print)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
