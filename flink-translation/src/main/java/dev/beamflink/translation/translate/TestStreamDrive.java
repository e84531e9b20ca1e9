package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.translation.runtime.source.WholeRead;
import dev.beamflink.translation.runtime.teststream.ImpulseScript;
import dev.beamflink.translation.runtime.teststream.ReadScript;
import dev.beamflink.translation.runtime.teststream.RootOperatorFactory;
import dev.beamflink.translation.runtime.teststream.RootScript;
import dev.beamflink.translation.runtime.teststream.RootSpec;
import dev.beamflink.translation.runtime.teststream.StepSource;
import dev.beamflink.translation.runtime.teststream.TestSteps;
import dev.beamflink.translation.runtime.teststream.TestStreamScript;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.transformations.SourceTransformation;

/**
 * A pipeline with TestStreams: all its roots are operators behind one source, which plays the steps
 * of the TestStreams.
 *
 * <pre>
 *   steps ─┬─▶ TestStream ─▶ ... ─▶ end of the pipeline ─▶ reporter
 *          ├─▶ Impulse ────▶ ...
 *          └─▶ Read ───────▶ ... ─▶ end of the pipeline ─▶ reporter
 * </pre>
 */
final class TestStreamDrive implements Drive {

  private static final String SOURCE_NAME = "TestStream steps";

  private final TranslationContext context;
  private final DataStream<Long> steps;

  TestStreamDrive(TranslationContext context) {
    this.context = context;
    this.steps = stepSource(context);
  }

  /** Whether there is a TestStream in the pipeline. */
  static boolean applies(PipelineGraph graph) {
    return !graph.transformsWith(TestStream.class).isEmpty();
  }

  private static List<TestStreamPayload> payloads(PipelineGraph graph) {
    return graph.transformsWith(TestStream.class).stream()
        .map(transform -> ((TestStream) transform.payload()).proto())
        .toList();
  }

  private static DataStream<Long> stepSource(TranslationContext context) {
    StepSource source = new StepSource(TestSteps.of(payloads(context.graph())));
    DataStreamSource<Long> stream =
        context
            .environment()
            .fromSource(source, WatermarkStrategy.noWatermarks(), SOURCE_NAME, Types.LONG);
    ((SourceTransformation<?, ?, ?>) stream.getTransformation())
        .setCoordinatorListeningID(StepSource.LISTENING_ID);
    return Uids.assign(stream, StepSource.LISTENING_ID, SOURCE_NAME, 1);
  }

  @Override
  public void impulse(TransformNode transform) {
    root(transform, output(transform), new ImpulseScript());
  }

  @Override
  @SuppressWarnings("unchecked") // the output's elements are those of the source
  public <T> void bounded(TransformNode transform, BoundedSource<T> source) {
    root(
        transform,
        output(transform),
        new ReadScript(
            new WholeRead<>(
                Sources.named(transform),
                (BoundedSource<Object>) source,
                context.settings().options())));
  }

  @Override
  public <T> void unbounded(TransformNode transform, UnboundedSource<T, ?> source) {
    throw new InvalidPipelineException(
        List.of(
            Problem.ofTransform(
                transform.fullName(),
                transform.urn(),
                "reads an unbounded source beside a TestStream, whose events each wait until"
                    + " nothing is left to do, which is never with such a source",
                "Take a bounded source or a second TestStream in its place")));
  }

  @Override
  public void testStream(TransformNode transform, TestStream payload) {
    // Go's SDK says that there is one at no address, where there is none.
    if (!payload.proto().getEndpoint().getUrl().isEmpty()) {
      throw new InvalidPipelineException(
          List.of(
              Problem.ofTransform(
                  transform.fullName(),
                  transform.urn(),
                  "takes its events from a service at %s, which this runner can't do"
                      .formatted(payload.proto().getEndpoint().getUrl()),
                  "List the events in the pipeline")));
    }
    for (Map.Entry<String, CollectionId> output : transform.outputs().entrySet()) {
      root(
          transform,
          output.getValue(),
          new TestStreamScript(
              transform.fullName(),
              context.coder(output.getValue()),
              // The SDKs don't always tag the events of a TestStream that has one output.
              transform.outputs().size() == 1
                  ? payload.proto().getEventsList()
                  : TestStreamScript.eventsOf(output.getKey(), payload.proto().getEventsList())));
    }
  }

  private static CollectionId output(TransformNode transform) {
    return transform.outputs().values().iterator().next();
  }

  private void root(TransformNode transform, CollectionId output, RootScript script) {
    String name = transform.fullName();
    String uid = transform.outputs().size() == 1 ? Uids.of(name) : Uids.of(name, output.value());
    RootSpec spec = new RootSpec(name, script);
    context.define(
        output,
        Uids.assign(
            steps.transform(name, context.type(output), new RootOperatorFactory(spec)),
            uid,
            name,
            1));
  }

  @Override
  public <T> DataStream<T> union(List<DataStream<T>> streams, String name, int parallelism) {
    return TestStreamUnion.of(streams, name, parallelism, context.environment());
  }

  @Override
  public void finish() {
    StepReporters.addTo(context.environment());
  }
}
