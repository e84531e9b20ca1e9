package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import dev.beamflink.runner.savepoint.DamagedSavepointException;
import dev.beamflink.runner.savepoint.SavepointMetadata;
import java.io.IOException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The savepoint to start from exists and is whole, if the client can tell. */
final class SavepointPathCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SavepointPathCheck.class);

  private SavepointPathCheck() {}

  /**
   * Adds a problem if it does not exist, or is damaged.
   *
   * @param sameMachine whether local paths mean the same to the cluster and to this client
   */
  static void check(String savepoint, boolean sameMachine, Problems problems) {
    try {
      Path path = new Path(savepoint);
      FileSystem files = path.getFileSystem();
      if (!files.isDistributedFS() && !sameMachine) {
        LOG.info(
            "Savepoint {} is on a disk of the cluster: whether it exists is not checked", path);
      } else if (!files.exists(path)) {
        problems.add(problem(savepoint, "does not exist"));
      } else if (files.getFileStatus(path).isDir()
          && !files.exists(new Path(path, SavepointMetadata.FILE))) {
        problems.add(
            problem(
                savepoint, "has no file " + SavepointMetadata.FILE + ", so it is no savepoint"));
      } else {
        SavepointMetadata.read(savepoint);
      }
    } catch (DamagedSavepointException e) {
      problems.add(problem(savepoint, String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      problems.add(problem(savepoint, "is no path: " + e.getMessage()));
    } catch (IOException e) {
      // The cluster may know the file system, or have the credentials, that the client lacks.
      LOG.info(
          "Whether savepoint {} exists can't be checked from here: {}", savepoint, e.toString());
    }
  }

  private static Problem problem(String savepoint, String why) {
    return OptionProblems.of(
        "savepointPath",
        "is '%s', which %s".formatted(savepoint, why),
        "Name the directory that Flink printed when it took the savepoint, or a retained checkpoint");
  }
}
