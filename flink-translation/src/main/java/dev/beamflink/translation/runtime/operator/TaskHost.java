package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task around an operator, for the operator's parts. */
public final class TaskHost implements StageHost {

  private static final Logger LOG = LoggerFactory.getLogger(TaskHost.class);

  private final MailboxExecutor mailbox;
  private final StreamingRuntimeContext context;

  public TaskHost(StreamOperatorParameters<?> parameters, StreamingRuntimeContext context) {
    this.mailbox = parameters.getMailboxExecutor();
    this.context = context;
  }

  @Override
  public JobID job() {
    return context.getJobInfo().getJobId();
  }

  @Override
  public String slot() {
    return context.getTaskInfo().getAllocationIDAsString();
  }

  @Override
  public ClassLoader userClasses() {
    return context.getUserCodeClassLoader();
  }

  @Override
  public void execute(Runnable action) {
    try {
      mailbox.execute(action::run, "stage");
    } catch (RejectedExecutionException e) {
      LOG.debug("A task has ended before it heard of something", e);
    }
  }

  @Override
  public void whenJobLeaves(String name, Runnable release) {
    context.registerUserCodeClassLoaderReleaseHookIfAbsent(name, release);
  }
}
