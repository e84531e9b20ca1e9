package dev.beamflink.model.problem;

/**
 * One reason why a pipeline cannot run.
 *
 * @param where what failed, such as {@code Transform 'Sum/GroupByKey'
 *     (beam:transform:group_by_key:v1)}
 * @param why what was found and what was expected, as the rest of a sentence that {@code where}
 *     starts
 * @param remedy what the author of the pipeline can do, as one sentence without its full stop
 */
public record Problem(String where, String why, String remedy) {

  /** A problem of a transform; its name is the full one that the author sees in the pipeline. */
  public static Problem ofTransform(String fullName, String urn, String why, String remedy) {
    return new Problem("Transform '%s' (%s)".formatted(fullName, urn), why, remedy);
  }

  /** A problem of the pipeline as a whole. */
  public static Problem ofPipeline(String why, String remedy) {
    return new Problem("The pipeline", why, remedy);
  }

  @Override
  public String toString() {
    return "%s %s. %s.".formatted(where, why, remedy);
  }
}
