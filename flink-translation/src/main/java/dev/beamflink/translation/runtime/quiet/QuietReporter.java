package dev.beamflink.translation.runtime.quiet;

import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * A subtask's line to the sources that wait for it to become quiet.
 *
 * <p><b>Contract for operators.</b> The operator's factory implements {@link
 * QuietReportingOperatorFactory}; the operator makes a reporter in its constructor and calls {@link
 * #report()} from the task thread as soon as, and not before,
 *
 * <ul>
 *   <li>its input watermark (the minimum over all its inputs) is {@link Long#MAX_VALUE}, and
 *   <li>nothing is pending that could run later: no timer of any time domain, no restriction, no
 *       buffered element, no open bundle.
 * </ul>
 *
 * From then on the subtask must have no work of its own any more; elements cannot come, since they
 * are behind the last watermark. So quiet is final for an attempt: it is reported once, further
 * calls do nothing, and an operator may simply call at each point where it could have become quiet
 * (a watermark, the end of a timer, the end of a bundle). Nothing is kept in state: after a restore
 * the operator gets the last watermark again, and reports again.
 *
 * <p>What follows: when every subtask of every operator that a source waits for is quiet, the
 * source ends, and the operator gets {@code endInput} and {@code finish} as usual.
 *
 * <p>Owned by one subtask, used by its task thread only.
 */
public final class QuietReporter {

  private final OperatorEventGateway gateway;
  private boolean reported;

  QuietReporter(OperatorEventGateway gateway) {
    this.gateway = gateway;
  }

  /** The reporter of the operator that is being made with {@code parameters}. */
  public static QuietReporter of(StreamOperatorParameters<?> parameters) {
    return new QuietReporter(
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID()));
  }

  /** Reports that this subtask is quiet, unless it has done so already. */
  public void report() {
    if (!reported) {
      reported = true;
      gateway.sendEventToCoordinator(new QuietEvent());
    }
  }

  /** Whether the subtask is known to be quiet. */
  public boolean hasReported() {
    return reported;
  }
}
