package dev.beamflink.conformance.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of root that the suite uses, on the DirectRunner behind the canary. */
final class RootRewriteTest {

  static Stream<Named<PTransform<PBegin, ? extends PCollection<?>>>> rootsOfThree() {
    TestStream.Builder<Long> stream = TestStream.create(VarLongCoder.of());
    return Stream.of(
        Named.of("create", Create.of(1, 2, 3)),
        Named.of("bounded read", GenerateSequence.from(0).to(3)),
        Named.of("test stream", stream.addElements(1L, 2L, 3L).advanceWatermarkToInfinity()));
  }

  @ParameterizedTest
  @MethodSource("rootsOfThree")
  void noElementIsLeft(PTransform<PBegin, ? extends PCollection<?>> root) {
    assertEquals(0, countBehind(root, Canary.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("rootsOfThree")
  void elementsComeTwice(PTransform<PBegin, ? extends PCollection<?>> root) {
    assertEquals(6, countBehind(root, Canary.DOUBLE));
  }

  /** Never ends, so only its place in the pipeline can be looked at. */
  @Test
  void unboundedReadIsRepeatedAsAWhole() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply("Root", GenerateSequence.from(0));

    RootRewrite.apply(pipeline, 2);

    List<String> repeated = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void leaveCompositeTransform(Node node) {
            if (node.getTransform() instanceof RepeatedRoot) {
              repeated.add(node.getFullName());
            }
          }
        });
    assertEquals(List.of("Root/Read(UnboundedCountingSource)"), repeated);
  }

  private static long countBehind(
      PTransform<PBegin, ? extends PCollection<?>> root, Canary canary) {
    List<String> options = canary.applyTo(List.of("--runner=DirectRunner"));
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs(options.toArray(new String[0])).create());
    pipeline.apply("Root", root).apply("Count", ParDo.of(new CountFn<>()));
    MetricsFilter ofCountFn =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(CountFn.class)).build();
    var result = pipeline.run();
    result.waitUntilFinish();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ofCountFn).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static final class CountFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;

    private final Counter elements = Metrics.counter(CountFn.class, "elements");

    @ProcessElement
    public void process() {
      elements.inc();
    }
  }
}
