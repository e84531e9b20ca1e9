package dev.beamflink.model.check;

/**
 * An invariant of the runner's own making does not hold: its defect, not the pipeline's. The
 * message has what is wrong and the printed graph or plan, to be sent with a report.
 */
public final class BrokenPlanException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Asks for a report.
   *
   * @param broken what does not hold
   * @param printed the graph or plan as text
   */
  public BrokenPlanException(String broken, String printed) {
    super(
        ("%s. This is a defect of the runner, not of the pipeline: please report it with this"
                + " message.\n%s")
            .formatted(broken, printed));
  }
}
