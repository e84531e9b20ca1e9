package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.DefaultArtifactResolver;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.client.cli.DefaultCLI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline in a jar, run by the code of {@code flink run}. The runner is not in the jar but on
 * the class path of the job, which is that of the test. The user code runs in processes.
 */
@Timeout(300)
class PackedPipelineITCase {

  @TempDir private Path directory;

  /** They are on no disk any more, but in the jar. */
  @Test
  void workersGetTheArtifactsOfTheJar() throws Exception {
    Path artifact = Files.writeString(directory.resolve("code.txt"), "code");
    Path output = directory.resolve("output.txt");
    Path jar = directory.resolve("packed.jar");
    PortablePipelineOptions options = options(artifact);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of("said")).apply(ParDo.of(new WriteFn(output.toString())));
    new PipelineJar(emptyJar())
        .write(jar, proto(pipeline), PipelineOptionsTranslation.toProto(options), "packed");
    Files.delete(artifact);
    try (MiniCluster cluster = cluster()) {
      run(cluster, jar);
    }
    assertEquals("said code", Files.readString(output));
  }

  private PortablePipelineOptions options(Path artifact) throws IOException {
    PortablePipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=FlinkRunner", "--parallelism=1")
            .as(FlinkPipelineOptions.class)
            .as(PortablePipelineOptions.class);
    options.setDefaultEnvironmentType("PROCESS");
    options.setDefaultEnvironmentConfig(
        "{\"command\": \"%s\"}".formatted(JavaWorker.script(directory)));
    options.setFilesToStage(List.of("code.txt=" + artifact));
    return options;
  }

  /** With files of this machine, as staging would have it. */
  private static RunnerApi.Pipeline proto(Pipeline pipeline) {
    return DefaultArtifactResolver.INSTANCE.resolveArtifacts(PortablePipelines.proto(pipeline));
  }

  private Path emptyJar() throws IOException {
    Path jar = directory.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    return jar;
  }

  private static MiniCluster cluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder().setConfiguration(configuration).build());
    cluster.start();
    return cluster;
  }

  private static void run(MiniCluster cluster, Path jar) throws Exception {
    URI rest = cluster.getRestAddress().get();
    CliFrontend flink = new CliFrontend(new Configuration(), List.of(new DefaultCLI()));
    String address = rest.getHost() + ":" + rest.getPort();
    List<String> command = new ArrayList<>(List.of("run", "-m", address));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      command.addAll(List.of("-C", Path.of(entry).toUri().toString()));
    }
    command.add(jar.toString());
    assertEquals(0, flink.parseAndRun(command.toArray(String[]::new)));
  }

  private static final class WriteFn extends DoFn<String, Void> {
    private final String output;

    private WriteFn(String output) {
      this.output = output;
    }

    @ProcessElement
    public void process(@Element String element) {
      Path artifacts = Path.of(System.getProperty(JavaWorker.ARTIFACTS));
      try {
        Files.writeString(
            Path.of(output), element + " " + Files.readString(artifacts.resolve("code.txt")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
