package dev.beamflink.runner.options;

import dev.beamflink.model.problem.Problem;

/** Words what is wrong with an option as all other reasons against a pipeline are worded. */
public final class OptionProblems {

  private OptionProblems() {}

  /**
   * A problem of one option.
   *
   * @param name of the option, as users write it after the two dashes
   * @param why what was found and expected, as the rest of a sentence that the option starts
   * @param remedy what the user can do, as one sentence without its full stop
   */
  public static Problem of(String name, String why, String remedy) {
    return new Problem("Option --" + name, why, remedy);
  }
}
