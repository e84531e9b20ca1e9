package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements that a harness has sampled. */
class SamplesITCase {

  private static final String SAMPLING = "enable_data_sampling";

  @TempDir private Path directory;

  @Test
  void failedElementIsInTheError() throws Exception {
    PipelineOptions workerOptions = PipelineOptionsFactory.create();
    ExperimentalOptions.addExperiment(workerOptions.as(ExperimentalOptions.class), SAMPLING);
    try (PortablePipelines pipelines = new PortablePipelines(directory, "[local]", workerOptions)) {
      PipelineOptions options = pipelines.options(false);
      ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), SAMPLING);
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(Create.of(KV.of("one", 1L), KV.of("two", 2L), KV.of("three", 3L)))
          .apply(Reshuffle.of())
          .apply("Pass", ParDo.of(new PassFn()))
          .apply("Fail", ParDo.of(new FailFn()));
      String error = error(pipelines.client(), pipeline);
      assertTrue(
          error.contains("not this one")
              && error.contains("The element was (two, 2), of PCollection 'Pass")
              && error.contains("in 'Fail"),
          error);
    }
  }

  /** Runs a pipeline that fails. */
  private static String error(TestJobClient client, Pipeline pipeline) throws Exception {
    List<JobMessagesResponse> messages =
        client.messages(client.run(PortablePipelines.proto(pipeline), pipeline.getOptions()));
    assertEquals(
        JobState.Enum.FAILED, messages.get(messages.size() - 1).getStateResponse().getState());
    return messages.get(messages.size() - 2).getMessageResponse().getMessageText();
  }

  private static final class PassFn extends DoFn<KV<String, Long>, KV<String, Long>> {
    @ProcessElement
    public void process(
        @Element KV<String, Long> element, OutputReceiver<KV<String, Long>> receiver) {
      receiver.output(element);
    }
  }

  private static final class FailFn extends DoFn<KV<String, Long>, Void> {
    @ProcessElement
    public void process(@Element KV<String, Long> element) {
      if (element.getValue() == 2) {
        throw new IllegalStateException("not this one");
      }
    }
  }
}
