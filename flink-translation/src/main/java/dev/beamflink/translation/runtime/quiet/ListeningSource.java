package dev.beamflink.translation.runtime.quiet;

import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.source.event.SourceEventWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the coordinator of an operator to the enumerator of a source, in the JobManager: the
 * source's coordinator is in the job's {@code CoordinatorStore} under its listening id. Used in the
 * JobMaster's main thread.
 */
public final class ListeningSource {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningSource.class);

  private ListeningSource() {}

  /**
   * Hands an event to the enumerator of a source. Fails the job if that can't take it.
   *
   * @param context the sender's
   * @param listeningId of the source
   * @return whether a source listens under that id
   */
  public static boolean tell(
      OperatorCoordinator.Context context, String listeningId, SourceEvent event) {
    if (context.getCoordinatorStore().get(listeningId) instanceof OperatorCoordinator source) {
      send(context, source, event);
      return true;
    }
    return false;
  }

  private static void send(
      OperatorCoordinator.Context context, OperatorCoordinator source, SourceEvent event) {
    try {
      source.handleEventFromOperator(0, 0, new SourceEventWrapper(event));
    } catch (RejectedExecutionException e) {
      // The source's coordinator is closed: the job ends, or it is about to be replaced by one that
      // starts anew.
      LOG.debug("A closed source does not hear {}", event, e);
    } catch (Exception e) {
      context.failJob(e);
    }
  }
}
