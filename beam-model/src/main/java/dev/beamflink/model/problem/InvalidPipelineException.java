package dev.beamflink.model.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline that cannot run, refused before anything is submitted, with every reason. */
public final class InvalidPipelineException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  // Not serialized: the message says it all.
  private final transient List<Problem> problems;

  /**
   * Lists the problems in the message.
   *
   * @param problems at least one
   */
  public InvalidPipelineException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns the single problems. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    if (problems.size() == 1) {
      return problems.get(0).toString();
    }
    return problems.stream()
        .map(problem -> "\n- " + problem)
        .collect(
            Collectors.joining(
                "", "The pipeline cannot run for %d reasons:".formatted(problems.size()), ""));
  }
}
