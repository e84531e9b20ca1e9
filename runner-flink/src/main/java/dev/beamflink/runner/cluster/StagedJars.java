package dev.beamflink.runner.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.beam.sdk.util.construction.resources.PipelineResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars that go to a cluster with a job. */
final class StagedJars {

  private static final Logger LOG = LoggerFactory.getLogger(StagedJars.class);

  /**
   * What every Flink cluster has: user code gets these classes from the cluster in any case. Some
   * are large.
   */
  private static final Pattern FLINK_ITSELF =
      Pattern.compile(
          "(flink-(annotations|clients|core|core-api|datastream|datastream-api|dist|dstl-dfs|java|"
              + "metrics-core|optimizer|rpc-akka|rpc-akka-loader|rpc-core|runtime|runtime-web|"
              + "shaded-(asm|guava|jackson|netty|zookeeper)[a-z0-9-]*|statebackend-(changelog|common|forst|rocksdb)|streaming-java)"
              + "|forstjni|frocksdbjni|log4j-[a-z0-9.-]+|slf4j-api)-[0-9].*\\.jar");

  private StagedJars() {}

  /** URLs of the files that the options name, else of all that is on the class path. */
  static List<String> of(FileStagingOptions options) {
    List<String> named = options.getFilesToStage();
    return named == null || named.isEmpty() ? ofClassPath(options) : of(named);
  }

  private static List<String> ofClassPath(FileStagingOptions options) {
    List<String> files =
        PipelineResources.detectClassPathResourcesToStage(ReflectHelpers.findClassLoader(), options)
            .stream()
            .filter(file -> !isFlinkItself(file))
            .toList();
    LOG.info("Sending {} files of the class path with the job", files.size());
    return of(files);
  }

  static boolean isFlinkItself(String file) {
    return FLINK_ITSELF.matcher(String.valueOf(Path.of(file).getFileName())).matches();
  }

  /** URLs of files; a directory is packed into a jar first. */
  static List<String> of(List<String> files) {
    Path directory = temporaryDirectory();
    List<String> jars = PipelineResources.prepareFilesForStaging(files, directory.toString());
    jars.stream()
        .map(Path::of)
        .filter(jar -> jar.startsWith(directory))
        .forEach(jar -> jar.toFile().deleteOnExit());
    LOG.debug("Files of the job: {}", jars);
    return jars.stream().map(jar -> Path.of(jar).toUri().toString()).toList();
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("beam-job-jars");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("No directory for the job's jars can be made", e);
    }
  }
}
