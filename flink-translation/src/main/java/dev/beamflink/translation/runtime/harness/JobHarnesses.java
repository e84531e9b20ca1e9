package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.HarnessJob;
import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.harness.environment.HarnessPool;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.WindowMapper;
import dev.beamflink.translation.runtime.window.WindowMerger;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.execution.CancelTaskException;

/**
 * The SDK harnesses of one job in this JVM, for the tasks of one slot. All tasks of the job here
 * share one pool; when the last task leaves, it is closed. Safe for any thread.
 *
 * <p>Tasks have no common owner that could hand the pool out, so it is found by a static map. Its
 * entries go with their jobs.
 */
final class JobHarnesses {

  private static final long CLOSING_MILLIS = 5_000; // 5 s

  /** Stands for whatever is asked about windows, where stages are told apart by their roots. */
  private static final String WINDOWS = "windows";

  /** The class loader tells a job's tasks from those of the same job after all had left. */
  private record Key(JobID job, ClassLoader userClasses) {}

  private static final Map<Key, HarnessPool> OPEN = new ConcurrentHashMap<>();

  private final HarnessPool pool;
  private final String slot;

  private JobHarnesses(HarnessPool pool, String slot) {
    this.pool = pool;
    this.slot = slot;
  }

  /** Those of the task's job. */
  static JobHarnesses of(StageHost host, HarnessSpec spec) {
    Key key = new Key(host.job(), host.userClasses());
    HarnessPool pool = OPEN.computeIfAbsent(key, unused -> pool(spec, key.userClasses()));
    host.whenJobLeaves(JobHarnesses.class.getName(), () -> close(key));
    return new JobHarnesses(pool, host.slot());
  }

  private static HarnessPool pool(HarnessSpec spec, ClassLoader userClasses) {
    return new HarnessPool(
        BoundServers.loopback(),
        new HarnessJob(
            ProvisionInfo.newBuilder().setPipelineOptions(spec.options()).build(), userClasses),
        spec.settings());
  }

  /**
   * Gets a stage ready to run; starts its harness if it does not run, and waits for it.
   *
   * @param inbox takes outputs of its bundles to the task's thread
   * @param unsentValues keeps what is not sent of long groups
   */
  StageBundles forStage(ExecutableStage stage, TaskInbox inbox, UnsentValues unsentValues) {
    String root = stage.getTransforms().iterator().next().getId();
    return new StageBundles(stage, lease(stage.getEnvironment(), root), inbox, unsentValues);
  }

  /**
   * The same for what merges windows.
   *
   * @param transformName the full name of the transform that groups
   */
  WindowMerger forMerging(MergeTransform transform, String transformName) throws IOException {
    return new HarnessWindowMerger(
        transform, transformName, lease(transform.environment(), WINDOWS));
  }

  /**
   * The same for what maps windows of a main input to those of a side input.
   *
   * @param sideInput of which transform it is, for messages
   */
  WindowMapper forMapping(MapTransform transform, String sideInput) throws IOException {
    return new HarnessWindowMapper(transform, sideInput, lease(transform.environment(), WINDOWS));
  }

  private HarnessLease lease(Environment environment, String stage) {
    try {
      return pool.lease(environment, slot, stage);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelTaskException(e);
    }
  }

  /** Called by a thread of the TaskManager that must not wait for a harness that hangs. */
  private static void close(Key key) {
    HarnessPool left = OPEN.remove(key);
    if (left == null) {
      return;
    }
    Thread closing = new Thread(left::close, "closing SDK harnesses");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
