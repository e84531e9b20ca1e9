package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problems;
import java.lang.reflect.Method;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** Numbers are in their {@link AllowedRange}. */
final class RangeCheck implements OptionCheck {

  @Override
  public void check(FlinkPipelineOptions options, Problems problems) {
    for (Method getter : OptionGetters.of(FlinkPipelineOptions.class)) {
      AllowedRange range = getter.getAnnotation(AllowedRange.class);
      if (range != null && OptionGetters.value(getter, options) instanceof Number number) {
        check(OptionGetters.optionName(getter), number.longValue(), range, problems);
      }
    }
  }

  private static void check(String name, long number, AllowedRange range, Problems problems) {
    boolean unset = number == range.unset() && range.unset() != AllowedRange.NEVER_UNSET;
    if (!unset && (number < range.from() || number > range.to())) {
      problems.add(
          OptionProblems.of(
              name,
              "is %d, expected %s".formatted(number, describe(range)),
              "Correct it or leave it out"));
    }
  }

  /** The range in words, such as {@code at least 1, or -1 for the default}. */
  static String describe(AllowedRange range) {
    String numbers =
        range.to() == Long.MAX_VALUE
            ? "at least " + range.from()
            : "%d to %d".formatted(range.from(), range.to());
    return range.unset() == AllowedRange.NEVER_UNSET
        ? numbers
        : "%s, or %d for the default".formatted(numbers, range.unset());
  }
}
