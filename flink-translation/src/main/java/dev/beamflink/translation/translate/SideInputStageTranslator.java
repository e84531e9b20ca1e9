package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.operator.BatchKeyedSideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.BatchSideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.BatchSplittableSideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.KeyedSideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.SideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.SideInputStageSpec;
import dev.beamflink.translation.runtime.operator.SplittableSideInputStageOperatorFactory;
import dev.beamflink.translation.runtime.operator.StageOperatorSpec;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputSpec;
import dev.beamflink.translation.runtime.sideinput.SideInputViewSpec;
import dev.beamflink.translation.runtime.sideinput.SideInputsSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.AbstractMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;

/**
 * Translates a stage whose transforms read side inputs to an operator with several inputs.
 *
 * <pre>
 *   STREAMING                                  BATCH
 *   main input ─────────────────────▶ stage    main input ─────────────────────────▶ stage
 *   side input 1 [blocks] ═broadcast═▶  │      side input 1 [blocks] ┐                 │
 *   side input 2 [blocks] ═broadcast═▶ ─┘      side input 2 [blocks] ┴ ═broadcast═▶ ───┘
 * </pre>
 *
 * In STREAMING each side input is an input by itself, as each has its own watermark; those beyond
 * what Flink allows share the last one, and its watermark, the least of theirs. In BATCH there is
 * only one for all, as Flink divides the memory for sorting by the number of inputs.
 */
final class SideInputStageTranslator {

  /** Flink allows an operator 63 inputs, and one is the main input. */
  private static final int MAX_SIDE_INPUTS = 62;

  /** What Flink wants for an input without keys. */
  @SuppressWarnings("NullAway") // and Flink's classes know no null annotations
  private static final KeySelector<?, ?> NO_KEY = null;

  private final StageNode stage;
  private final TranslationContext context;

  SideInputStageTranslator(StageNode stage, TranslationContext context) {
    this.stage = stage;
    this.context = context;
  }

  /** Whether any transform of a stage reads a side input. */
  static boolean applies(StageNode stage, TranslationContext context) {
    return stage.transforms().stream()
        .anyMatch(id -> !context.graph().transform(id).sideInputs().isEmpty());
  }

  SingleOutputStreamOperator<WindowedValue<Object>> translate(
      StageOperatorSpec stageSpec, String name, TypeInformation<WindowedValue<Object>> type) {
    List<CollectionId> collections = List.copyOf(collections());
    SideInputsSpec sideInputs =
        new SideInputsSpec(
            specs(collections), views(), context.windowing(stage.input()).getAllowedLateness());
    if (SplittableStageTranslator.applies(stage, context)) {
      return splittable(stageSpec, sideInputs, collections, name, type);
    }
    return KeyedStageTranslator.applies(stage, context)
        ? keyed(stageSpec, sideInputs, collections, name, type)
        : notKeyed(stageSpec, sideInputs, collections, name, type);
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> splittable(
      StageOperatorSpec stageSpec,
      SideInputsSpec sideInputs,
      List<CollectionId> collections,
      String name,
      TypeInformation<WindowedValue<Object>> type) {
    SplittableStageTranslator splittable = new SplittableStageTranslator(stage, context);
    SideInputStageSpec spec = spec(stageSpec, sideInputs, context.elementCoder(stage.input()));
    MultipleInputTransformation<WindowedValue<Object>> node =
        new MultipleInputTransformation<>(
            name,
            context.isBatch()
                ? new BatchSplittableSideInputStageOperatorFactory(
                    spec, splittable.splittableSpec())
                : new SplittableSideInputStageOperatorFactory(spec, splittable.splittableSpec()),
            type,
            context.settings().parallelism());
    splittable.forbidConcurrentAttempts(node);
    node.addInput(splittable.input().getTransformation());
    for (DataStream<SideInputBlock> blocks : inputs(sideInputs, collections)) {
      node.addInput(blocks.getTransformation());
    }
    return added(node);
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> notKeyed(
      StageOperatorSpec stageSpec,
      SideInputsSpec sideInputs,
      List<CollectionId> collections,
      String name,
      TypeInformation<WindowedValue<Object>> type) {
    SideInputStageSpec spec = spec(stageSpec, sideInputs, context.elementCoder(stage.input()));
    MultipleInputTransformation<WindowedValue<Object>> node =
        new MultipleInputTransformation<>(
            name,
            context.isBatch()
                ? new BatchSideInputStageOperatorFactory(spec)
                : new SideInputStageOperatorFactory(spec),
            type,
            context.consumerParallelism(stage.input()));
    node.addInput(
        StableInput.of(context.graph().transform(stage.root()), context).getTransformation());
    for (DataStream<SideInputBlock> blocks : inputs(sideInputs, collections)) {
      node.addInput(blocks.getTransformation());
    }
    return added(node);
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> keyed(
      StageOperatorSpec stageSpec,
      SideInputsSpec sideInputs,
      List<CollectionId> collections,
      String name,
      TypeInformation<WindowedValue<Object>> type) {
    KeyedStageTranslator keyed = new KeyedStageTranslator(stage, context);
    SideInputStageSpec spec = spec(stageSpec, sideInputs, keyed.elementCoder());
    KeyedMultipleInputTransformation<WindowedValue<Object>> node =
        new KeyedMultipleInputTransformation<>(
            name,
            context.isBatch()
                ? new BatchKeyedSideInputStageOperatorFactory(spec, keyed.keyedSpec())
                : new KeyedSideInputStageOperatorFactory(spec, keyed.keyedSpec()),
            type,
            context.settings().parallelism(),
            EncodedKeyTypeInformation.of(keyed.keyedSpec().keyCoder()));
    KeyedStream<KeyedElement<Object>, EncodedKey> main = keyed.input();
    node.addInput(main.getTransformation(), main.getKeySelector());
    for (DataStream<SideInputBlock> blocks : inputs(sideInputs, collections)) {
      node.addInput(blocks.getTransformation(), NO_KEY);
    }
    return added(node);
  }

  private SideInputStageSpec spec(
      StageOperatorSpec stageSpec,
      SideInputsSpec sideInputs,
      WindowedValueCoder<Object> elementCoder) {
    return new SideInputStageSpec(
        stageSpec, sideInputs, context.graph().transform(stage.root()).fullName(), elementCoder);
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> added(
      AbstractMultipleInputTransformation<WindowedValue<Object>> node) {
    context.environment().addOperator(node);
    return new MultipleConnectedStreams(context.environment()).transform(node);
  }

  private List<DataStream<SideInputBlock>> inputs(
      SideInputsSpec sideInputs, List<CollectionId> collections) {
    List<DataStream<SideInputBlock>> inputs = new ArrayList<>();
    for (int input = 1; input <= sideInputs.inputs(); input++) {
      inputs.add(blocks(collections, input).broadcast());
    }
    return inputs;
  }

  private Set<CollectionId> collections() {
    Set<CollectionId> collections = new LinkedHashSet<>();
    for (TransformId id : stage.transforms()) {
      collections.addAll(context.graph().transform(id).sideInputs().values());
    }
    return collections;
  }

  private List<SideInputSpec> specs(List<CollectionId> collections) {
    List<SideInputSpec> specs = new ArrayList<>();
    for (int i = 0; i < collections.size(); i++) {
      CollectionId id = collections.get(i);
      specs.add(
          new SideInputSpec(
              context.graph().collection(id).uniqueName(),
              context.coder(id),
              context.windowing(id),
              context.sideInputs().rule(id),
              context.sideInputs().isGrouped(id),
              input(i)));
    }
    return specs;
  }

  /** The operator's input for the side input at a position. */
  private int input(int position) {
    return context.isBatch() ? 1 : Math.min(position + 1, MAX_SIDE_INPUTS);
  }

  private DataStream<SideInputBlock> blocks(List<CollectionId> collections, int input) {
    List<DataStream<SideInputBlock>> streams = new ArrayList<>();
    for (int i = 0; i < collections.size(); i++) {
      if (input(i) == input) {
        streams.add(context.sideInputs().blocks(collections.get(i)));
      }
    }
    return context
        .drive()
        .union(
            streams,
            Uids.of(context.graph().transform(stage.root()).fullName(), "side-inputs"),
            context.settings().parallelism());
  }

  private List<SideInputViewSpec> views() {
    List<SideInputViewSpec> views = new ArrayList<>();
    for (TransformId id : stage.transforms()) {
      TransformNode transform = context.graph().transform(id);
      for (Map.Entry<String, CollectionId> input : transform.sideInputs().entrySet()) {
        views.add(
            new SideInputViewSpec(
                transform.fullName(),
                context.settings().userCode().sideInputTag(transform, input.getKey()),
                context.graph().collection(input.getValue()).uniqueName(),
                windowMapping(transform, input.getKey(), input.getValue())));
      }
    }
    return views;
  }

  private WindowMappingFn<?> windowMapping(
      TransformNode transform, String tag, CollectionId collection) {
    try {
      return context
          .settings()
          .userCode()
          .windowMapping(
              transform, tag, context.windowing(collection).getWindowFn(), context.graph());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Transform '%s' (%s): the window mapping of side input '%s' can't be rehydrated: %s"
              .formatted(transform.fullName(), transform.urn(), tag, e.getMessage()),
          e);
    }
  }
}
