package dev.beamflink.model.parse;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

/** Every PCollection that an executed transform consumes is produced by exactly one of them. */
final class ProducerCheck {
  private static final String REMEDY =
      "The pipeline is damaged: report it to the SDK or tool that wrote it";

  private ProducerCheck() {}

  /**
   * Adds a problem for each PCollection without or with several producers.
   *
   * @param leaves the executed transforms by id, those that the runner does not know included
   */
  static void check(Map<String, PTransform> leaves, Problems problems) {
    Map<String, PTransform> producers = new HashMap<>();
    for (PTransform transform : leaves.values()) {
      for (String output : new TreeSet<>(transform.getOutputsMap().values())) {
        PTransform other = producers.put(output, transform);
        if (other != null) {
          report(
              transform,
              "produces PCollection '%s', which transform '%s' produces too"
                  .formatted(output, other.getUniqueName()),
              problems);
        }
      }
    }
    for (PTransform transform : leaves.values()) {
      for (String input : new TreeSet<>(transform.getInputsMap().values())) {
        if (!producers.containsKey(input)) {
          report(
              transform,
              "consumes PCollection '%s', which no transform produces".formatted(input),
              problems);
        }
      }
    }
  }

  private static void report(PTransform transform, String why, Problems problems) {
    problems.add(
        Problem.ofTransform(transform.getUniqueName(), transform.getSpec().getUrn(), why, REMEDY));
  }
}
