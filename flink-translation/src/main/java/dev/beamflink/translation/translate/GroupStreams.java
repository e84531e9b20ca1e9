package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.BatchGroupOperatorFactory;
import dev.beamflink.translation.runtime.group.BatchGroupSpec;
import dev.beamflink.translation.runtime.group.GroupByKeyOperatorFactory;
import dev.beamflink.translation.runtime.group.GroupSpec;
import dev.beamflink.translation.runtime.group.Reduction;
import dev.beamflink.translation.runtime.keyed.BatchOrder;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the nodes of GroupByKey and Combine per key.
 *
 * <pre>
 *   input ─▶ encode-key ═by key═▶ group ─▶ output
 * </pre>
 *
 * The windowing is the input's. The node that groups holds the transform's state; in BATCH it sorts
 * its input, and each part of a union has an encode-key of its own.
 */
final class GroupStreams {

  private static final Logger LOG = LoggerFactory.getLogger(GroupStreams.class);

  /** Weight of a sorter among the users of a slot's managed memory, in MiB as Flink has it. */
  private static final int SORTER_WEIGHT = 128;

  private GroupStreams() {}

  /** Groups the transform's main input and defines its output. */
  static void group(TransformNode transform, Reduction reduction, TranslationContext context) {
    if (context.isBatch()) {
      Coder<Object> valueCoder = KeyedStreams.kvCoder(transform, context).getValueCoder();
      groupSorted(
          transform,
          reduction,
          KeyedStreams.pairs(transform, context),
          KeyedStreams.elementCoder(valueCoder, transform, context),
          context);
    } else {
      groupKeyed(
          transform, reduction, KeyedStreams.keyed(transform, BatchOrder.NONE, context), context);
    }
  }

  /** Groups a keyed stream in STREAMING and defines the transform's output. */
  static void groupKeyed(
      TransformNode transform,
      Reduction reduction,
      KeyedStream<KeyedElement<Object>, EncodedKey> elements,
      TranslationContext context) {
    warnOfEndlessWindow(transform, context);
    define(
        transform,
        elements.transform(
            transform.fullName(),
            context.type(output(transform)),
            new GroupByKeyOperatorFactory(spec(transform, reduction, context))),
        context);
  }

  /** Java's SDK refuses it, but others let it pass: the input may end, or the job be drained. */
  private static void warnOfEndlessWindow(TransformNode transform, TranslationContext context) {
    CollectionId input = transform.mainInput();
    WindowingStrategy<?, ?> windowing = context.windowing(input);
    if (!context.graph().collection(input).bounded()
        && windowing.getWindowFn() instanceof GlobalWindows
        && windowing.getTrigger() instanceof DefaultTrigger) {
      LOG.warn(
          "'{}' groups an unbounded PCollection in the global window without a trigger: it emits"
              + " nothing before its input ends",
          transform.fullName());
    }
  }

  /**
   * Groups pairs in BATCH and defines the transform's output.
   *
   * @param elementCoder of the pairs' elements
   */
  static void groupSorted(
      TransformNode transform,
      Reduction reduction,
      DataStream<EncodedPair> pairs,
      WindowedValueCoder<Object> elementCoder,
      TranslationContext context) {
    BatchGroupSpec spec = new BatchGroupSpec(spec(transform, reduction, context), elementCoder);
    define(
        transform,
        withSorterMemory(
            pairs.transform(
                transform.fullName(),
                context.type(output(transform)),
                new BatchGroupOperatorFactory(spec))),
        context);
  }

  private static void define(
      TransformNode transform,
      SingleOutputStreamOperator<WindowedValue<Object>> node,
      TranslationContext context) {
    context.define(
        output(transform),
        Uids.assign(
            node,
            Uids.of(transform.fullName()),
            transform.fullName(),
            context.settings().parallelism()));
  }

  /** Gives a node in BATCH memory to sort its input. */
  static <T> SingleOutputStreamOperator<T> withSorterMemory(SingleOutputStreamOperator<T> node) {
    node.getTransformation()
        .declareManagedMemoryUseCaseAtOperatorScope(ManagedMemoryUseCase.OPERATOR, SORTER_WEIGHT);
    return node;
  }

  private static CollectionId output(TransformNode transform) {
    return transform.outputs().values().iterator().next();
  }

  @SuppressWarnings("unchecked") // a group doesn't care what its windows are
  private static GroupSpec spec(
      TransformNode transform, Reduction reduction, TranslationContext context) {
    return new GroupSpec(
        transform.fullName(),
        KeyedStreams.kvCoder(transform, context).getKeyCoder(),
        (WindowingStrategy<?, BoundedWindow>) context.windowing(transform.mainInput()),
        reduction,
        context.settings().options());
  }
}
