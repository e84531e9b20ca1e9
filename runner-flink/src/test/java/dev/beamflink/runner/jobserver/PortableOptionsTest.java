package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

class PortableOptionsTest {

  private static final JobServerSettings SERVER =
      new JobServerSettings("localhost", 0, 0, -1, Path.of("."), true, 10, "host:8081", "conf");

  @Test
  void keysThatAreNoOptionsAreLeftOut() {
    Struct understood =
        PortableOptions.understood(
            struct(
                Map.of(
                    "beam:option:parallelism:v1", "2",
                    "beam:option:runner:v1", "PortableRunner",
                    "beam:option::v1", "x",
                    "x", "x",
                    "", "x")));
    assertEquals(Set.of("beam:option:parallelism:v1"), understood.getFieldsMap().keySet());
  }

  /** Python sends numbers as text. */
  @Test
  void optionsOfTheClientAreRead() {
    FlinkPipelineOptions options = options(Map.of("beam:option:parallelism:v1", "2"));
    assertEquals(2, options.getParallelism());
    assertEquals("job", options.getJobName());
  }

  @Test
  void serverSaysWhatTheClientDoesNot() {
    FlinkPipelineOptions options = options(Map.of());
    assertEquals("host:8081", options.getFlinkMaster());
    assertEquals("conf", options.getFlinkConfDir());
  }

  @Test
  void clientWins() {
    FlinkPipelineOptions options =
        options(
            Map.of(
                "beam:option:flink_master:v1", "[local]",
                "beam:option:flink_conf_dir:v1", "mine"));
    assertEquals("[local]", options.getFlinkMaster());
    assertEquals("mine", options.getFlinkConfDir());
  }

  @Test
  void addressMayBeAUrl() {
    assertEquals(
        "other:8082",
        options(Map.of("beam:option:flink_master:v1", "http://other:8082")).getFlinkMaster());
  }

  /** They are on another machine, and the runner is not among them. */
  @Test
  void filesOfTheClientDoNotGoToFlink() {
    assertEquals(
        List.of(),
        options(Map.of("beam:option:files_to_stage:v1", "[\"client.jar\"]")).getFilesToStage());
  }

  private static FlinkPipelineOptions options(Map<String, String> sent) {
    return PortableOptions.of(PortableOptions.understood(struct(sent)), "job", SERVER);
  }

  private static Struct struct(Map<String, String> fields) {
    Struct.Builder struct = Struct.newBuilder();
    fields.forEach(
        (key, value) -> struct.putFields(key, Value.newBuilder().setStringValue(value).build()));
    return struct.build();
  }
}
