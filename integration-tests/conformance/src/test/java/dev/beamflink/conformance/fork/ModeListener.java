package dev.beamflink.conformance.fork;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.runner.PipelineExecution;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Hears from the runner, by the one line that it logs for each pipeline, in which mode it runs it.
 * One for a JVM; pipelines may run in any thread.
 *
 * <p>Flink tells the type of a job only to who has the cluster, and the one of {@code
 * TestFlinkRunner} is nobody else's.
 */
final class ModeListener extends AbstractAppender {

  private final Set<PlanMode> modes = EnumSet.noneOf(PlanMode.class);

  private ModeListener() {
    super("modes", null, null, true, Property.EMPTY_ARRAY);
  }

  /** Listens from now on. The lines go to the JVM's log as well. */
  static ModeListener listening() {
    ModeListener listener = new ModeListener();
    listener.start();
    LoggerContext context = LoggerContext.getContext(false);
    LoggerConfig logger = new LoggerConfig(PipelineExecution.class.getName(), Level.INFO, true);
    logger.addAppender(listener, Level.INFO, null);
    context.getConfiguration().addLogger(logger.getName(), logger);
    context.updateLoggers();
    return listener;
  }

  @Override
  public synchronized void append(LogEvent event) {
    Object[] parameters = event.getMessage().getParameters();
    if (parameters != null) {
      Arrays.stream(parameters)
          .filter(PlanMode.class::isInstance)
          .map(PlanMode.class::cast)
          .forEach(modes::add);
    }
  }

  /** The modes of the pipelines that have started since the last call. */
  synchronized JobMode take() {
    JobMode mode = JobMode.of(modes);
    modes.clear();
    return mode;
  }
}
