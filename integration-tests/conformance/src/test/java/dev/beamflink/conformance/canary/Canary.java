package dev.beamflink.conformance.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is done to the elements of every root of a pipeline. */
public enum Canary {
  /** No element leaves a root: not even the assertions run, and their number is wrong. */
  EMPTY(0),
  /** Each element leaves its root twice: the assertions run and see wrong contents. */
  DOUBLE(2);

  private static final String RUNNER = "--runner=";

  private final int copies;

  Canary(int copies) {
    this.copies = copies;
  }

  /** How often each element of a root goes on. */
  int copies() {
    return copies;
  }

  /** As reports and directories write it. */
  public String label() {
    return "canary-" + name().toLowerCase(Locale.ROOT);
  }

  /** The options of a pipeline for the same runner with this canary in front of it. */
  public List<String> applyTo(List<String> pipelineOptions) {
    List<String> options = new ArrayList<>();
    for (String option : pipelineOptions) {
      if (option.startsWith(RUNNER)) {
        options.add(RUNNER + CanaryRunner.class.getSimpleName());
        options.add("--canary=" + name());
        options.add("--canaryRunner=" + option.substring(RUNNER.length()));
      } else {
        options.add(option);
      }
    }
    return options;
  }
}
