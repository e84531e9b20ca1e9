package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.PipelineExecution;
import dev.beamflink.runner.cluster.Masters;
import dev.beamflink.runner.options.SubmissionOptions;
import dev.beamflink.translation.runtime.metrics.BeamMetricOptions;
import java.io.IOException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Submits the pipeline of the jar that it is in to the Flink that runs it. */
public final class PackedPipelineCommand {

  private static final Logger LOG = LoggerFactory.getLogger(PackedPipelineCommand.class);

  @Option(names = "--base-job-name", description = "which pipeline of the jar")
  private @Nullable String name;

  @Option(names = "--flink-conf-dir", description = "directory of Flink's config.yaml")
  private @Nullable String flinkConfDir;

  private PackedPipelineCommand() {}

  /**
   * Submits the pipeline and returns while it runs.
   *
   * @throws CommandLine.ParameterException if a flag is wrong; those that are not known are ignored
   */
  public static PipelineResult submit(String... arguments) throws IOException {
    PackedPipelineCommand command = new PackedPipelineCommand();
    // Never ends the JVM, which may be the JobManager's.
    CommandLine.ParseResult parsed =
        new CommandLine(command).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    if (!parsed.unmatched().isEmpty()) {
      LOG.warn("Ignored, as a packed pipeline has no such flags: {}", parsed.unmatched());
    }
    return command.submit();
  }

  private PipelineResult submit() throws IOException {
    PackedPipeline packed = PackedPipeline.read(ReflectHelpers.findClassLoader(), name);
    FlinkPipelineOptions options =
        PortableOptions.of(
            packed.options(), packed.jobName(), SubmissionOptions.AUTO, flinkConfDir);
    // The jar goes to a cluster that its packer need not know, from a machine with other files.
    options.setFlinkMaster(SubmissionOptions.AUTO);
    options.setFlinkConfDir(flinkConfDir);
    try (ContextClasses classes = new ContextClasses()) {
      PortablePipeline portable =
          PortablePipeline.of(packed.proto(), packed.options(), options, seenThroughFlink());
      classes.add(portable.jars());
      return new PipelineExecution(options, Masters::choose).run(portable);
    }
  }

  /** Whoever has packed it sees the job through Flink only. */
  private static Configuration seenThroughFlink() {
    Configuration configuration = new Configuration();
    configuration.set(BeamMetricOptions.IN_REST, true);
    return configuration;
  }
}
