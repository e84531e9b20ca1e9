package dev.beamflink.runner.jobserver;

import dev.beamflink.model.foreign.AnyOfEnvironments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that was packed into a jar with the runner.
 *
 * @param jobName how the job is called
 * @param proto the pipeline; its artifacts are in the jar too
 * @param options the pipeline's options, as far as they are Beam's
 */
record PackedPipeline(String jobName, RunnerApi.Pipeline proto, Struct options) {

  private static final String JOB_NAME = "beam:option:job_name:v1";

  /**
   * Reads a pipeline of the jar.
   *
   * @param jar the class loader of the jar
   * @param name of the pipeline; null for the jar's default
   * @throws IllegalArgumentException if it is not there
   */
  static PackedPipeline read(ClassLoader jar, @Nullable String name) throws IOException {
    String chosen =
        name == null ? PackedLayout.defaultName(text(jar, PackedLayout.MANIFEST)) : name;
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    JsonFormat.parser()
        .ignoringUnknownFields()
        .merge(text(jar, PackedLayout.pipeline(chosen)), pipeline);
    Struct.Builder options = Struct.newBuilder();
    JsonFormat.parser().merge(text(jar, PackedLayout.options(chosen)), options);
    Struct understood = PortableOptions.understood(options.build());
    String jobName =
        Optional.ofNullable(understood.getFieldsMap().get(JOB_NAME))
            .map(Value::getStringValue)
            .filter(said -> !said.isBlank())
            .orElse(chosen);
    return new PackedPipeline(jobName, AnyOfEnvironments.resolved(pipeline.build()), understood);
  }

  private static String text(ClassLoader jar, String entry) throws IOException {
    try (InputStream in = jar.getResourceAsStream(entry)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "This jar has no '%s': it was not packed with --output_executable_path or"
                    .formatted(entry)
                + " --flink_submit_uber_jar, or not with a pipeline of this name");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The options with the job's name among them, for whoever packs the pipeline. */
  static Struct withJobName(Struct options, String jobName) {
    return options.toBuilder()
        .putFields(JOB_NAME, Value.newBuilder().setStringValue(jobName).build())
        .build();
  }
}
