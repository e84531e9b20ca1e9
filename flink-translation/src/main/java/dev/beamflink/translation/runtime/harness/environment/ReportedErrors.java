package dev.beamflink.translation.runtime.harness.environment;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.runners.fnexecution.logging.LogWriter;

/**
 * The last errors that an SDK harness has sent to the log. Boot programs send there, and not to
 * stderr, what keeps them from starting: what pip says, and the last words of the SDK that they
 * have started. Safe for any thread.
 */
final class ReportedErrors implements LogWriter {

  static final int MAX_ENTRIES = 5;
  static final int MAX_LENGTH = 4_000;

  private final LogWriter log;
  private final Deque<String> entries = new ArrayDeque<>(); // guarded by this

  /**
   * @param log is given all entries
   */
  ReportedErrors(LogWriter log) {
    this.log = log;
  }

  @Override
  public void log(LogEntry entry) {
    if (entry.getSeverity().getNumber() >= LogEntry.Severity.Enum.ERROR_VALUE) {
      keep(entry.getMessage().strip());
    }
    log.log(entry);
  }

  /** An end is worth more than a beginning: tracebacks have the error there. */
  private synchronized void keep(String message) {
    entries.add(message.substring(Math.max(0, message.length() - MAX_LENGTH)));
    if (entries.size() > MAX_ENTRIES) {
      entries.remove();
    }
  }

  /** What was said of its failure, with these errors, if there are any. */
  synchronized String addTo(String account) {
    return entries.isEmpty()
        ? account
        : "%s\nIts last errors in the log:\n%s".formatted(account, String.join("\n", entries));
  }
}
