package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.options.SubmissionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that {@code java -jar beamflink-job-server.jar} runs. */
@Command(
    name = "beamflink-job-server",
    mixinStandardHelpOptions = true,
    description = "Runs pipelines of any Beam SDK on Flink.",
    showDefaultValues = true)
public final class JobServerCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(JobServerCommand.class);

  @Option(
      names = "--job-host",
      description = "address to listen on; nobody who reaches it is asked for a password")
  private String host = "localhost";

  @Option(names = "--job-port", description = "port of the Job API; 0 takes a free one")
  private int jobPort = 8099;

  @Option(names = "--artifact-port", description = "port of artifact staging; 0 takes a free one")
  private int artifactPort = 8098;

  @Option(
      names = "--expansion-port",
      description = "port of the expansion service; 0 takes a free one, -1 leaves it out")
  private int expansionPort = 8097;

  @Option(
      names = "--artifacts-dir",
      description = "directory for the artifacts of jobs; workers must be able to read it")
  private Path artifactsDir =
      Path.of(System.getProperty("java.io.tmpdir"), "beam-artifact-staging");

  @Option(
      names = "--clean-artifacts-per-job",
      arity = "0..1",
      fallbackValue = "true",
      description = "whether a job's artifacts are deleted when it has ended")
  private boolean cleanArtifacts = true;

  @Option(names = "--history-size", description = "how many ended jobs can be asked for")
  private int historySize = 10;

  @Option(
      names = {"--flink-master", "--flink-master-url"},
      description = "where jobs run that do not say: [auto], [local] or host:port")
  private String flinkMaster = SubmissionOptions.AUTO;

  @Option(
      names = "--flink-conf-dir",
      description = "directory of Flink's config.yaml, for jobs that name none")
  private @Nullable String flinkConfDir;

  private JobServerCommand() {}

  /** Runs until the process is stopped. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Clients of other versions pass flags that we don't have; the server must start all the same, or
   * they can't run anything.
   */
  private static int run(String... arguments) {
    CommandLine command =
        new CommandLine(new JobServerCommand()).setUnmatchedArgumentsAllowed(true);
    return command
        .setExecutionStrategy(
            parsed -> {
              if (!parsed.unmatched().isEmpty()) {
                LOG.warn("Ignored, as this job server has no such flags: {}", parsed.unmatched());
              }
              return new CommandLine.RunLast().execute(parsed);
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (JobServer server = JobServer.start(settings())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.awaitEnd();
    }
    return CommandLine.ExitCode.OK;
  }

  private JobServerSettings settings() {
    return new JobServerSettings(
        host,
        jobPort,
        artifactPort,
        expansionPort,
        artifactsDir,
        cleanArtifacts,
        historySize,
        flinkMaster,
        flinkConfDir);
  }
}
