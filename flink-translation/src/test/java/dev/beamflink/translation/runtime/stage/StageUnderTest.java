package dev.beamflink.translation.runtime.stage;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.InMemoryTimerInternals;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn.BundleFinalizer;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;

/** A stage of a pipeline, with everything that an operator gives it kept in memory. */
final class StageUnderTest implements StageServices {

  private final StageNode node;
  private final StageExecutor executor;
  private final PipelineOptions options;
  private final InMemoryStateInternals<String> state = InMemoryStateInternals.forKey("key");
  private final InMemoryTimerInternals timers = new InMemoryTimerInternals();
  private final MetricsContainerStepMap metrics = new MetricsContainerStepMap();
  private final List<List<WindowedValue<?>>> outputs = new ArrayList<>();

  /** The first stage. */
  StageUnderTest(Pipeline pipeline) {
    this(pipeline, node -> true);
  }

  /** The first stage that is wanted. */
  StageUnderTest(Pipeline pipeline, Predicate<StageNode> wanted) {
    ExecutionPlan plan =
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING);
    this.options = pipeline.getOptions();
    this.node =
        plan.nodes().stream()
            .filter(StageNode.class::isInstance)
            .map(StageNode.class::cast)
            .filter(wanted)
            .findFirst()
            .orElseThrow();
    node.outputs().forEach(output -> outputs.add(new ArrayList<>()));
    StageSpec spec =
        new StageSpec(
            node.id().value(),
            plan.graph().components(),
            node.transforms().stream().map(TransformId::value).toList(),
            node.input().value(),
            node.outputs().stream().map(CollectionId::value).toList(),
            DeferredOptions.of(options));
    this.executor = InProcessStageBuilder.build(spec, this);
  }

  StageExecutor executor() {
    return executor;
  }

  /** Sends one bundle through the stage, set-up and tear-down included. */
  void run(WindowedValue<?>... bundle) {
    executor.setUp();
    executor.startBundle();
    for (WindowedValue<?> element : bundle) {
      executor.processElement(element);
    }
    executor.finishBundle();
    executor.tearDown();
  }

  /** What has left the stage, all outputs one after the other. */
  List<WindowedValue<?>> output() {
    List<WindowedValue<?>> all = new ArrayList<>();
    outputs.forEach(all::addAll);
    return all;
  }

  List<Object> outputValues() {
    return output().stream().<Object>map(WindowedValue::getValue).toList();
  }

  @Override
  public PipelineOptions options() {
    return options;
  }

  @Override
  public Receiver output(int index) {
    return (@Nullable Object value, WindowedValue<?> metadata) ->
        outputs.get(index).add(WindowedValues.withValue(metadata, value));
  }

  @Override
  public SideInputReader sideInputs(String transformName) {
    return NullSideInputReader.empty();
  }

  @Override
  public long sideInputsVersion() {
    return 0;
  }

  @Override
  public StateInternals state() {
    return state;
  }

  @Override
  public TimerInternals timers() {
    return timers;
  }

  /** There is one key. */
  @Override
  public <T> T withKey(EncodedKey key, Supplier<T> action) {
    return action.get();
  }

  @Override
  public void stateGrew(long bytes) {}

  @Override
  public BundleFinalizer bundleFinalizer() {
    return (expiry, callback) -> {};
  }

  @Override
  public MetricsContainer metrics(String transformName) {
    return metrics.getContainer(transformName);
  }
}
