package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.JavaPipelines;
import dev.beamflink.model.fuse.Fuser;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.print.PlanPrinter;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;

/** With pipelines of the Java SDK, which writes the deprecated views if it is told to. */
class ViewElisionTest {

  @Test
  void planIsTheSameWithViewsAndWithout() {
    Pipeline pipeline = pipelineWithViews();
    RunnerApi.Pipeline withViews = PipelineTranslation.toProto(pipeline, true);
    assertTrue(
        withViews.getComponents().getTransformsMap().values().stream()
            .anyMatch(transform -> transform.getSpec().getUrn().contains("create_view")));
    assertEquals(plan(PipelineTranslation.toProto(pipeline)), plan(withViews));
  }

  @Test
  void pipelineWithoutViewsStaysAsItIs() {
    RunnerApi.Pipeline pipeline = PipelineTranslation.toProto(pipelineWithViews());
    assertSame(pipeline, ViewElision.apply(pipeline));
  }

  private static String plan(RunnerApi.Pipeline pipeline) {
    return PlanPrinter.print(Fuser.fuse(GraphParser.parse(pipeline), PlanMode.STREAMING));
  }

  private static Pipeline pipelineWithViews() {
    Pipeline pipeline = JavaPipelines.create();
    PCollection<Integer> numbers = pipeline.apply("Numbers", Create.of(1, 2));
    PCollectionView<List<Integer>> read = numbers.apply("Read", View.asList());
    numbers.apply("Unread", View.asIterable());
    numbers.apply("Main", ParDo.of(new Same()).withSideInputs(read));
    return pipeline;
  }

  private static final class Same extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer element, OutputReceiver<Integer> output) {
      output.output(element);
    }
  }
}
