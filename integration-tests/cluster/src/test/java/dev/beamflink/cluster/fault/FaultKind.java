package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.job.fault.Orders;
import dev.beamflink.cluster.job.fault.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The kinds of faults. */
public enum FaultKind implements Fault {
  /** SIGKILL of a TaskManager; another one takes its place. */
  TASK_MANAGER_KILLED {
    @Override
    public void inject(Target target) throws Exception {
      target.killTaskManager();
      target.cluster().startMissing();
    }
  },

  /** User code throws. */
  USER_CODE_THREW {
    @Override
    public void inject(Target target) throws Exception {
      target.failUserCode();
    }
  },

  /** User code throws, and a TaskManager is killed while the job is being restored. */
  KILLED_WHILE_RESTORING {
    @Override
    public void inject(Target target) throws Exception {
      target.failUserCode();
      TimeUnit.MILLISECONDS.sleep(target.random().nextInt(LONGEST_DELAY_MILLIS));
      target.killTaskManager();
      target.cluster().startMissing();
    }
  },

  /** User code takes its time ahead of a checkpoint, and then throws before that completes. */
  CHECKPOINT_DELAYED {
    @Override
    public void inject(Target target) throws Exception {
      Phase phase =
          target.phases().contains(Phase.CHECKPOINT_MARK)
              ? Phase.CHECKPOINT_MARK
              : Phase.FINISH_BUNDLE;
      int millis = 1 + target.random().nextInt(LONGEST_DELAY_MILLIS);
      target.order(new Orders(target.meeting()).delay(phase), Integer.toString(millis));
      target.failUserCode();
    }
  },

  /** Checkpoints fail, as where they go is out of reach for a while; then user code throws. */
  CHECKPOINT_FAILED {
    @Override
    public void inject(Target target) throws Exception {
      JobProbe job = target.job();
      Path checkpoints = target.cluster().checkpoints(job.jobId());
      Path away = checkpoints.resolveSibling(checkpoints.getFileName() + "-away");
      long failed = job.failedCheckpoints();
      Files.move(checkpoints, away);
      Files.writeString(checkpoints, "where a directory should be");
      Await.until("a checkpoint failed", LIMIT, () -> job.failedCheckpoints() > failed);
      Files.delete(checkpoints);
      Files.move(away, checkpoints);
      target.failUserCode();
    }
  },

  /** SIGKILL of the JobManager; another one takes over. */
  JOB_MANAGER_KILLED {
    @Override
    public void inject(Target target) throws Exception {
      target.cluster().killJobManager();
      target.cluster().startMissing();
    }
  };

  private static final int LONGEST_DELAY_MILLIS = 2000;
  private static final Duration LIMIT = Duration.ofMinutes(2);
}
