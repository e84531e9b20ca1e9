package dev.beamflink.translation.runtime.operator;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Subtasks;
import dev.beamflink.translation.testkit.WindowAssignment;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.util.Comparator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * The stage of a DoFn with state or timers, as the translator makes it, to be run in harnesses. The
 * keys are strings, the values integers.
 *
 * @param windowFn of the DoFn's input
 */
record StatefulStage(KeyedStageOperatorFactory factory, WindowFn<?, ?> windowFn) {

  /** An element of the stage's input. */
  record Element(String key, int value, long timestamp) {
    static final Comparator<Element> BY_KEY = Comparator.comparing(Element::key);
  }

  static StatefulStage of(
      DoFn<KV<String, Integer>, String> fn,
      Window<KV<String, Integer>> windowing,
      PlanMode mode,
      BundleLimits limits) {
    Pipeline pipeline = Pipeline.create();
    PCollection<KV<String, Integer>> pairs =
        pipeline
            .apply("Impulse", Impulse.create())
            .apply("Pairs", ParDo.of(new Pairs()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
            .apply("Windows", windowing);
    pairs
        .apply("Tested", ParDo.of(fn))
        .setCoder(StringUtf8Coder.of())
        .apply("End of stage", Redistribute.arbitrarily());
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), mode),
        environment,
        new TranslationSettings(mode, 1, limits, DeferredOptions.of(pipeline.getOptions())));
    for (Transformation<?> node : environment.getTransformations()) {
      if (node instanceof OneInputTransformation<?, ?> stage
          && stage.getOperatorFactory() instanceof KeyedStageOperatorFactory factory) {
        return new StatefulStage(factory, pairs.getWindowingStrategy().getWindowFn());
      }
    }
    throw new IllegalArgumentException("The DoFn has neither state nor timers");
  }

  private static final class Pairs extends DoFn<byte[], KV<String, Integer>> {
    @ProcessElement
    public void process(OutputReceiver<KV<String, Integer>> out) {
      out.output(KV.of("", 0));
    }
  }

  Subtasks<KeyedElement<Object>> open(Backend backend) throws Exception {
    return Subtasks.open((parallelism, index) -> harness(backend, parallelism, index));
  }

  Subtasks<KeyedElement<Object>> open(StateBackend backend) throws Exception {
    return Subtasks.open((parallelism, index) -> harness(backend, parallelism, index));
  }

  KeyedOneInputStreamOperatorTestHarness<EncodedKey, KeyedElement<Object>, WindowedValue<Object>>
      harness(Backend backend, int parallelism, int index) throws Exception {
    return harness(backend.create(), parallelism, index);
  }

  private KeyedOneInputStreamOperatorTestHarness<
          EncodedKey, KeyedElement<Object>, WindowedValue<Object>>
      harness(StateBackend backend, int parallelism, int index) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<
            EncodedKey, KeyedElement<Object>, WindowedValue<Object>>(
            factory,
            KeyedElement::key,
            EncodedKeyTypeInformation.of(ByteArrayCoder.of()),
            Subtasks.MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend);
    harness.setup(new EdgeSerializer<>(outputCoder()));
    return harness;
  }

  @SuppressWarnings("unchecked") // everything is an object
  private WindowedValueCoder<Object> outputCoder() {
    return WindowedValueCoder.of(
        (Coder<Object>) (Coder<?>) StringUtf8Coder.of(),
        (Coder<BoundedWindow>) windowFn.windowCoder());
  }

  void process(Element element, Subtasks<KeyedElement<Object>> subtasks) throws Exception {
    EncodedKey key = EncodedKey.encode(StringUtf8Coder.of(), element.key());
    WindowedValue<Object> value =
        WindowedValues.of(
            element.value(),
            new Instant(element.timestamp()),
            WindowAssignment.windows(
                windowFn, KV.of(element.key(), element.value()), element.timestamp()),
            PaneInfo.NO_FIRING);
    subtasks.element(
        new KeyedElement<>(key, value),
        parallelism ->
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key, Subtasks.MAX_PARALLELISM, parallelism));
  }
}
