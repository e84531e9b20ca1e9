package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageHost;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardEnvironments.Environments;
import org.apache.beam.runners.fnexecution.control.DefaultJobBundleFactory;
import org.apache.beam.runners.fnexecution.control.JobBundleFactory;
import org.apache.beam.runners.fnexecution.control.StageBundleFactory;
import org.apache.beam.runners.fnexecution.environment.ExternalEnvironmentFactory;
import org.apache.beam.runners.fnexecution.provisioning.JobInfo;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK harnesses of one job in this JVM, and the servers that they talk to. All tasks of the job
 * here share them; when the last task leaves, they are closed. Safe for any thread.
 *
 * <p>Tasks have no common owner that could hand this out, so it is found by a static map. Its
 * entries go with their jobs.
 */
final class JobHarnesses {

  private static final Logger LOG = LoggerFactory.getLogger(JobHarnesses.class);

  private static final long CLOSING_MILLIS = 5_000; // 5 s

  /** Artifacts come with the environments. */
  private static final String NO_RETRIEVAL_TOKEN = "";

  /** The class loader tells a job's tasks from those of the same job after all had left. */
  private record Key(JobID job, ClassLoader userClasses) {}

  private static final Map<Key, JobHarnesses> OPEN = new ConcurrentHashMap<>();

  private final JobBundleFactory bundles;

  private JobHarnesses(JobBundleFactory bundles) {
    this.bundles = bundles;
  }

  /** Those of the task's job. */
  static JobHarnesses of(StageHost host, HarnessSpec spec) {
    Key key = new Key(host.job(), host.userClasses());
    JobHarnesses harnesses =
        OPEN.computeIfAbsent(key, unused -> new JobHarnesses(bundleFactory(host.job(), spec)));
    host.whenJobLeaves(JobHarnesses.class.getName(), () -> close(key));
    return harnesses;
  }

  private static JobBundleFactory bundleFactory(JobID job, HarnessSpec spec) {
    return DefaultJobBundleFactory.create(
        JobInfo.create(job.toString(), spec.jobName(), NO_RETRIEVAL_TOKEN, spec.options()),
        Map.of(
            BeamUrns.getUrn(Environments.EXTERNAL),
            new LoopbackEnvironments(new ExternalEnvironmentFactory.Provider())));
  }

  /** Gets a stage ready to run; starts its harness if it does not run, and waits for it. */
  StageBundleFactory forStage(ExecutableStage stage) {
    return bundles.forStage(stage);
  }

  /** Called by a thread of the TaskManager that must not wait for a harness that hangs. */
  private static void close(Key key) {
    JobHarnesses left = OPEN.remove(key);
    if (left == null) {
      return;
    }
    Thread closing = new Thread(() -> left.close(key.job()), "closing SDK harnesses");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(JobID job) {
    try {
      bundles.close();
    } catch (Exception e) {
      LOG.warn("SDK harnesses of job {} could not be closed", job, e);
    }
  }
}
