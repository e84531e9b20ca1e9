package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.ComponentsSlice;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.operator.StageOperatorFactory;
import dev.beamflink.translation.runtime.operator.StageOperatorSpec;
import dev.beamflink.translation.runtime.stage.StageSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Translates a stage to one operator: its most used output is the operator's main output, the
 * others are side outputs.
 */
final class StageTranslator {

  private StageTranslator() {}

  static void translate(StageNode stage, TranslationContext context) {
    List<OutputTag<WindowedValue<Object>>> sideOutputs = sideOutputs(stage, context);
    StageOperatorSpec spec =
        new StageOperatorSpec(
            stageSpec(stage, context),
            context.settings().userCode().executors(context.graph().transform(stage.root())),
            sideOutputs,
            context.settings().bundleLimits());
    String name = name(stage, context);
    TypeInformation<WindowedValue<Object>> type = mainType(stage, context);
    SingleOutputStreamOperator<WindowedValue<Object>> node =
        node(stage, spec, name, type, context).uid(Uids.of(stage.id().value())).name(name);
    defineOutputs(stage, node, sideOutputs, context);
  }

  private static SingleOutputStreamOperator<WindowedValue<Object>> node(
      StageNode stage,
      StageOperatorSpec spec,
      String name,
      TypeInformation<WindowedValue<Object>> type,
      TranslationContext context) {
    if (SideInputStageTranslator.applies(stage, context)) {
      return new SideInputStageTranslator(stage, context).translate(spec, name, type);
    }
    if (SplittableStageTranslator.applies(stage, context)) {
      return new SplittableStageTranslator(stage, context).translate(spec, name, type);
    }
    if (KeyedStageTranslator.applies(stage, context)) {
      return new KeyedStageTranslator(stage, context).translate(spec, name, type);
    }
    DataStream<WindowedValue<Object>> input =
        StableInput.of(context.graph().transform(stage.root()), context);
    return SplittableStageTranslator.hasRestrictions(stage, context)
        ? input
            .rebalance()
            .transform(name, type, new StageOperatorFactory(spec))
            .setParallelism(context.settings().parallelism())
        : input
            .transform(name, type, new StageOperatorFactory(spec))
            .setParallelism(context.consumerParallelism(stage.input()));
  }

  private static StageSpec stageSpec(StageNode stage, TranslationContext context) {
    return new StageSpec(
        stage.id().value(),
        ComponentsSlice.of(context.graph(), stage.transforms()),
        stage.transforms().stream().map(TransformId::value).toList(),
        stage.input().value(),
        stage.outputs().stream().map(CollectionId::value).toList(),
        context.settings().options());
  }

  private static List<OutputTag<WindowedValue<Object>>> sideOutputs(
      StageNode stage, TranslationContext context) {
    List<OutputTag<WindowedValue<Object>>> tags = new ArrayList<>();
    for (CollectionId output : stage.outputs().stream().skip(1).toList()) {
      tags.add(new OutputTag<>(output.value(), context.type(output)));
    }
    return tags;
  }

  private static TypeInformation<WindowedValue<Object>> mainType(
      StageNode stage, TranslationContext context) {
    return stage.outputs().isEmpty() ? nothing() : context.type(stage.outputs().get(0));
  }

  /** The type of an output that never has an element. */
  @SuppressWarnings("unchecked") // no element will ever need the coder
  private static TypeInformation<WindowedValue<Object>> nothing() {
    Coder<Object> coder = (Coder<Object>) (Coder<?>) VoidCoder.of();
    return CoderTypeInformation.of(WindowedValueCoder.of(coder, GlobalWindow.Coder.INSTANCE));
  }

  private static void defineOutputs(
      StageNode stage,
      SingleOutputStreamOperator<WindowedValue<Object>> node,
      List<OutputTag<WindowedValue<Object>>> sideOutputs,
      TranslationContext context) {
    if (stage.outputs().isEmpty()) {
      return;
    }
    context.define(stage.outputs().get(0), node);
    for (int i = 1; i < stage.outputs().size(); i++) {
      context.define(stage.outputs().get(i), node.getSideOutput(sideOutputs.get(i - 1)));
    }
  }

  /** The names of the stage's transforms, as the user knows them. */
  private static String name(StageNode stage, TranslationContext context) {
    String root = context.graph().transform(stage.root()).fullName();
    int others = stage.transforms().size() - 1;
    return others == 0 ? root : "%s (+%d)".formatted(root, others);
  }
}
