package dev.beamflink.runner.upgrade;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import dev.beamflink.runner.plan.JobPlan;
import dev.beamflink.runner.savepoint.DamagedSavepointException;
import dev.beamflink.runner.savepoint.SavepointReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job can start from the savepoint that it is to start from, if the client can tell. */
public final class RestoreCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreCheck.class);

  private static final int NAMED = 5;

  private RestoreCheck() {}

  /**
   * Compares the job with its savepoint, if there is one that can be read from here.
   *
   * @throws dev.beamflink.model.problem.InvalidPipelineException if it can't start from it
   */
  public static void check(JobPlan plan, ReadableConfig configuration) {
    String savepoint = configuration.get(StateRecoveryOptions.SAVEPOINT_PATH);
    if (savepoint == null) {
      return;
    }
    boolean mayDrop = configuration.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE);
    Problems problems = new Problems();
    try {
      report(UpgradeCheck.ofSavepoint(SavepointReader.read(savepoint), plan), mayDrop, problems);
    } catch (DamagedSavepointException e) {
      problems.add(
          OptionProblems.of(
              "savepointPath",
              "is '%s', which %s".formatted(savepoint, e.getMessage()),
              "Start from another savepoint"));
    } catch (IOException | IllegalArgumentException e) {
      // The cluster may know the file system, or have the credentials, that the client lacks.
      LOG.info(
          "Whether the job fits savepoint {} can't be told from here: {}", savepoint, e.toString());
    }
    problems.throwIfAny();
  }

  private static void report(UpgradeReport report, boolean mayDrop, Problems problems) {
    for (Finding refused : report.with(Verdict.REFUSED)) {
      problems.add(
          new Problem(
              "Transform '%s'".formatted(refused.node()),
              "can't take over its %s from the savepoint: it %s"
                  .formatted(refused.what(), refused.detail()),
              "Keep what it was written with; or give the state a new id, or the transform a new"
                  + " name, and start without what it holds"));
    }
    List<String> gone =
        report.with(Verdict.DROPPED).stream()
            .filter(Finding::nodeIsGone)
            .map(Finding::node)
            .distinct()
            .toList();
    if (!gone.isEmpty() && !mayDrop) {
      problems.add(
          OptionProblems.of(
              "savepointPath",
              "names a savepoint with state that no transform of the pipeline has: of %s"
                  .formatted(names(gone)),
              "Start from a savepoint of this pipeline, give a transform that was renamed its old"
                  + " name back, or drop that state with --allowNonRestoredState"));
    }
  }

  private static String names(List<String> gone) {
    String first =
        gone.stream().limit(NAMED).map("'%s'"::formatted).collect(Collectors.joining(", "));
    return gone.size() > NAMED ? first + " and others" : first;
  }
}
