package dev.beamflink.benchmarks.parts;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.BundleLimits;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.translate.PipelineTranslator;
import dev.beamflink.translation.translate.TranslationSettings;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** An operator of a pipeline, as the translator makes it, that elements can be sent to. */
final class TranslatedOperator implements AutoCloseable {

  private static final int MAX_PARALLELISM = 128;

  /** The defaults of the runner. */
  private static final BundleLimits BUNDLES = new BundleLimits(1000, 1000);

  private final OneInputStreamOperatorTestHarness<Object, Object> harness;
  private final OneInputStreamOperator<Object, Object> operator;

  private TranslatedOperator(OneInputStreamOperatorTestHarness<Object, Object> harness)
      throws Exception {
    this.harness = harness;
    harness.open();
    this.operator = harness.getOneInputOperator();
  }

  /**
   * Opens one.
   *
   * @param name of its node in Flink's graph, without the number of transforms that follow its root
   */
  static TranslatedOperator open(Pipeline pipeline, String name, Backend backend) throws Exception {
    OneInputTransformation<Object, Object> node = node(pipeline, name);
    OneInputStreamOperatorTestHarness<Object, Object> harness =
        node.getStateKeySelector() == null
            ? new OneInputStreamOperatorTestHarness<>(node.getOperatorFactory(), 1, 1, 0)
            : keyed(node);
    harness.setStateBackend(backend.create());
    harness.setup(node.getOutputType().createSerializer(new SerializerConfigImpl()));
    return new TranslatedOperator(harness);
  }

  @SuppressWarnings("unchecked") // it is the operator's own
  private static OneInputStreamOperatorTestHarness<Object, Object> keyed(
      OneInputTransformation<Object, Object> node) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        node.getOperatorFactory(),
        (KeySelector<Object, Object>) node.getStateKeySelector(),
        (TypeInformation<Object>) node.getStateKeyType(),
        MAX_PARALLELISM,
        1,
        0);
  }

  @SuppressWarnings("unchecked") // everything is an object
  private static OneInputTransformation<Object, Object> node(Pipeline pipeline, String name) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineTranslator.translate(
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING),
        environment,
        new TranslationSettings(
            PlanMode.STREAMING, 1, BUNDLES, DeferredOptions.of(pipeline.getOptions())));
    List<String> names =
        environment.getTransformations().stream().map(node -> node.getName()).toList();
    return environment.getTransformations().stream()
        .filter(node -> node.getName().equals(name) || node.getName().startsWith(name + " (+"))
        .map(node -> (OneInputTransformation<Object, Object>) node)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No " + name + " among " + names));
  }

  /** Processes an element as a task does, its key included. */
  void process(StreamRecord<Object> element) throws Exception {
    operator.setKeyContextElement(element);
    operator.processElement(element);
  }

  /**
   * Sends a watermark.
   *
   * @param millis Flink's
   */
  void watermark(long millis) throws Exception {
    operator.processWatermark(new Watermark(millis));
  }

  /** How many elements and watermarks have come out since the last call. */
  int takeOutput() {
    int count = harness.getOutput().size();
    harness.getOutput().clear();
    return count;
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
