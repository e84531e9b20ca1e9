package dev.beamflink.conformance.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/**
 * Hears from Flink, by the one line that it logs each time, which completed checkpoints jobs are
 * restored from. Nothing of ours says so: that is the point. One for a JVM; thread safe.
 */
final class RestoreListener extends AbstractAppender {

  private static final RestoreListener LISTENER = listening();

  private final Map<JobID, List<Long>> checkpointIds = new ConcurrentHashMap<>();

  private RestoreListener() {
    super("restores", null, null, true, Property.EMPTY_ARRAY);
  }

  private static RestoreListener listening() {
    RestoreListener listener = new RestoreListener();
    listener.start();
    LoggerContext context = LoggerContext.getContext(false);
    String name = CheckpointCoordinator.class.getName();
    LoggerConfig logger = context.getConfiguration().getLoggerConfig(name);
    if (!logger.getName().equals(name)) {
      logger = new LoggerConfig(name, Level.INFO, true);
      context.getConfiguration().addLogger(name, logger);
    }
    logger.setLevel(Level.INFO);
    logger.addAppender(listener, Level.INFO, null);
    context.updateLoggers();
    return listener;
  }

  /** Makes sure that nothing is missed from now on. */
  static void listen() {
    LISTENER.isStarted();
  }

  /** The checkpoints that a job was restored from, in this order. */
  static List<Long> of(@Nullable JobID job) {
    return job == null
        ? List.of()
        : List.copyOf(LISTENER.checkpointIds.getOrDefault(job, List.of()));
  }

  @Override
  public void append(LogEvent event) {
    Object[] parameters = event.getMessage().getParameters();
    if (parameters != null
        && event.getMessage().getFormattedMessage().startsWith("Restoring job ")
        && parameters.length == 2
        && parameters[0] instanceof JobID job
        && parameters[1] instanceof CompletedCheckpoint checkpoint) {
      checkpointIds
          .computeIfAbsent(job, id -> new CopyOnWriteArrayList<>())
          .add(checkpoint.getCheckpointID());
    }
  }
}
