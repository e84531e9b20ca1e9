package dev.beamflink.runner.jobserver;

import dev.beamflink.runner.options.SubmissionOptions;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.jspecify.annotations.Nullable;

/** Pipeline options as they travel in the Job API. */
final class PortableOptions {

  private static final String PREFIX = "beam:option:";
  private static final String SUFFIX = ":v1";

  /** Names a class of the client's SDK. */
  private static final String RUNNER = PREFIX + "runner" + SUFFIX;

  private PortableOptions() {}

  /** What can be understood of a client's options: other keys are none of Beam's. */
  static Struct understood(Struct sent) {
    Struct.Builder options = Struct.newBuilder();
    for (Map.Entry<String, Value> option : sent.getFieldsMap().entrySet()) {
      String key = option.getKey();
      if (key.startsWith(PREFIX)
          && key.endsWith(SUFFIX)
          && key.length() > PREFIX.length() + SUFFIX.length()
          && !key.equals(RUNNER)) {
        options.putFields(key, option.getValue());
      }
    }
    return options.build();
  }

  /**
   * The options of a job.
   *
   * @param understood the client's
   * @param jobName how the client calls the job
   * @param server what the server says where the client does not
   */
  static FlinkPipelineOptions of(Struct understood, String jobName, JobServerSettings server) {
    return of(understood, jobName, server.flinkMaster(), server.flinkConfDir());
  }

  /** The same, with what counts where the client says nothing. */
  static FlinkPipelineOptions of(
      Struct understood, String jobName, String flinkMaster, @Nullable String flinkConfDir) {
    FlinkPipelineOptions options =
        PipelineOptionsTranslation.fromProto(understood).as(FlinkPipelineOptions.class);
    options.setJobName(jobName);
    options.setFlinkMaster(
        withoutScheme(
            options.getFlinkMaster().equals(SubmissionOptions.AUTO)
                ? flinkMaster
                : options.getFlinkMaster()));
    if (options.getFlinkConfDir() == null) {
      options.setFlinkConfDir(flinkConfDir);
    }
    // Files of a client are its workers' and come as artifacts; to Flink goes the runner's jar.
    options.setFilesToStage(List.of());
    return options;
  }

  /** Python's client makes a URL of the address. */
  private static String withoutScheme(String master) {
    return master.replaceFirst("^https?://", "");
  }
}
