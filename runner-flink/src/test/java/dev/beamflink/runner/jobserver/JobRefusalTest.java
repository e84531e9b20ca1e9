package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that can't be: the client is told why, last before FAILED. */
class JobRefusalTest {

  private static final RunnerApi.Pipeline SOUND = FuzzPipelines.all().get(0);

  @TempDir private Path artifacts;
  private TestJobClient client;

  @BeforeEach
  void start() throws Exception {
    client = new TestJobClient(artifacts);
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void requirementIsUnknown() {
    assertRefused(
        "requires 'acme:requirement:quantum:v1', which this runner does not know",
        SOUND.toBuilder().addRequirements("acme:requirement:quantum:v1").build());
  }

  @Test
  void transformIsUnknown() {
    RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
    PTransform transform =
        PTransform.newBuilder()
            .setUniqueName("Teleport")
            .setSpec(FunctionSpec.newBuilder().setUrn("acme:transform:teleport:v1"))
            .build();
    pipeline.addRootTransformIds("t").getComponentsBuilder().putTransforms("t", transform);
    assertRefused(
        "Transform 'Teleport' (acme:transform:teleport:v1) is not known", pipeline.build());
  }

  @Test
  void componentsDoNotFit() {
    RunnerApi.Pipeline.Builder pipeline = SOUND.toBuilder();
    pipeline.getComponentsBuilder().clearCoders();
    assertRefused("which is not in the pipeline", pipeline.build());
  }

  @Test
  void optionIsNoNumber() {
    assertRefused("parallelism", SOUND, "--parallelism=-7");
  }

  /** Port 1 is nobody's. */
  @Test
  void flinkCannotBeReached() {
    assertRefused("'localhost:1', which can't be reached", SOUND, "--flinkMaster=localhost:1");
  }

  /** The classes of this test are in no jar. */
  @Test
  void pipelineCannotBePacked() {
    assertRefused(
        "Option --outputExecutablePath is set, but this job server does not run from its jar",
        SOUND,
        "--outputExecutablePath=" + artifacts.resolve("packed.jar"));
  }

  @Test
  void otherJobsAreNotTouched() {
    FlinkPipelineOptions options = options("--dryRun");
    String waiting = client.prepare(SOUND, options).getPreparationId();
    requirementIsUnknown();
    assertEquals(
        List.of(
            JobState.Enum.STOPPED,
            JobState.Enum.STARTING,
            JobState.Enum.RUNNING,
            JobState.Enum.DONE),
        client.states(client.run(waiting)));
  }

  private void assertRefused(String why, RunnerApi.Pipeline pipeline, String... arguments) {
    String job = client.run(client.prepare(pipeline, options(arguments)).getPreparationId());
    List<JobMessagesResponse> messages = client.messages(job);
    int last = messages.size() - 1;
    assertEquals(JobState.Enum.FAILED, messages.get(last).getStateResponse().getState());
    JobMessage error = messages.get(last - 1).getMessageResponse();
    assertEquals(MessageImportance.JOB_MESSAGE_ERROR, error.getImportance());
    assertTrue(error.getMessageText().contains(why), error::getMessageText);
  }

  private static FlinkPipelineOptions options(String... arguments) {
    return PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class);
  }
}
