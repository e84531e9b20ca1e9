package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.NumbersFn;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.junit.jupiter.api.Test;

/** Which nodes of a job Flink's speculative execution may run twice at the same time. */
class ConcurrentAttemptsTest {

  private final Pipeline pipeline = Pipeline.create();

  @Test
  void subtasksThatShareHaveOneAttempt() {
    numbers(ParDo.of(NumbersFn.bounded()));
    assertEquals(List.of(false), concurrentAttempts(2));
  }

  @Test
  void subtasksThatShareHaveOneAttemptWithSideInputsToo() {
    PCollectionView<Integer> view =
        pipeline.apply("Side", Create.of(1)).apply("View", View.asSingleton());
    numbers(ParDo.of(NumbersFn.bounded()).withSideInputs(view));
    assertEquals(List.of(false), concurrentAttempts(2));
  }

  @Test
  void subtaskThatIsAloneMayHaveMore() {
    numbers(ParDo.of(NumbersFn.bounded()));
    assertEquals(List.of(true), concurrentAttempts(1));
  }

  private void numbers(ParDo.SingleOutput<Long, Long> parDo) {
    pipeline
        .apply("Impulse", Impulse.create())
        .apply("Count", MapElements.into(TypeDescriptors.longs()).via(unused -> 10L))
        .apply("Numbers", parDo)
        .setCoder(VarLongCoder.of());
  }

  /** Of the nodes that process restrictions of {@code Numbers}. */
  private List<Boolean> concurrentAttempts(int parallelism) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.BATCH),
        environment,
        new TranslationSettings(
            PlanMode.BATCH,
            parallelism,
            new BundleLimits(1000, 1000),
            DeferredOptions.of(pipeline.getOptions())));
    return environment.getTransformations().stream()
        .filter(node -> node.getName().startsWith("Numbers"))
        .filter(node -> node.getName().contains("Process"))
        .map(node -> (PhysicalTransformation<?>) node)
        .map(PhysicalTransformation::isSupportsConcurrentExecutionAttempts)
        .toList();
  }
}
