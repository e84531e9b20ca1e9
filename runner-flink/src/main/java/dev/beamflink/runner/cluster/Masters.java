package dev.beamflink.runner.cluster;

import dev.beamflink.model.problem.Problems;
import dev.beamflink.runner.options.OptionProblems;
import dev.beamflink.runner.options.SubmissionOptions;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the place that {@code --flinkMaster} names. */
public final class Masters {

  private static final Logger LOG = LoggerFactory.getLogger(Masters.class);

  private Masters() {}

  /** Nothing, and one more problem, if the option names no place. */
  public static Optional<JobSubmitter> choose(FlinkPipelineOptions options, Problems problems) {
    String master = options.getFlinkMaster();
    return switch (master) {
      case SubmissionOptions.AUTO -> Optional.of(auto(options));
      case SubmissionOptions.LOCAL -> Optional.of(new EmbeddedCluster(options));
      case SubmissionOptions.COLLECTION -> {
        LOG.warn("--flinkMaster=[collection] is gone with Flink's DataSet API: running as [local]");
        yield Optional.of(new EmbeddedCluster(options));
      }
      default -> remote(master, options, problems);
    };
  }

  private static JobSubmitter auto(FlinkPipelineOptions options) {
    return SurroundingCluster.exists()
        ? new SurroundingCluster(options)
        : new EmbeddedCluster(options);
  }

  private static Optional<JobSubmitter> remote(
      String master, FlinkPipelineOptions options, Problems problems) {
    Optional<MasterAddress> address = MasterAddress.parse(master);
    if (address.isEmpty()) {
      problems.add(
          OptionProblems.of(
              "flinkMaster",
              "is '%s', expected [auto], [local] or host:port".formatted(master),
              "The port is that of Flink's REST interface and web UI, 8081 unless configured"));
    }
    return address.map(found -> new RemoteCluster(found, options));
  }
}
