package dev.beamflink.runner.jobserver;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a job server runs.
 *
 * @param host to listen on, and how clients call it
 * @param jobPort of the Job API; 0 for any free one
 * @param artifactPort of artifact staging; 0 for any free one
 * @param expansionPort of the expansion service; 0 for any free one, negative for none
 * @param artifactsDir where artifacts of jobs are kept; workers read them there
 * @param cleanArtifacts whether a job's artifacts go when it has ended
 * @param historySize how many ended jobs can still be asked for
 * @param flinkMaster where jobs run that do not say
 * @param flinkConfDir directory of Flink's configuration for jobs that name none
 */
public record JobServerSettings(
    String host,
    int jobPort,
    int artifactPort,
    int expansionPort,
    Path artifactsDir,
    boolean cleanArtifacts,
    int historySize,
    String flinkMaster,
    @Nullable String flinkConfDir) {}
