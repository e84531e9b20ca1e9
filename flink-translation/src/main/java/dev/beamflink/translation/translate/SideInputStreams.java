package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.KeyedElementCoder;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.GroupByKeyOperatorFactory;
import dev.beamflink.translation.runtime.group.GroupSpec;
import dev.beamflink.translation.runtime.group.Reduction;
import dev.beamflink.translation.runtime.sideinput.PaneRule;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputBlockType;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksOperatorFactory;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksSpec;
import dev.beamflink.translation.runtime.sideinput.SideInputPanesOperatorFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.joda.time.Duration;

/**
 * The PCollections that are read as side inputs, packed into blocks; each once, however many stages
 * read it.
 *
 * <pre>
 *   windows that fire once:   producer ─▶ blocks ══broadcast══▶ every stage that reads it
 *
 *   any other trigger:        producer ─▶ key ═keyBy═▶ group ─▶ panes ══broadcast══▶ ...
 * </pre>
 *
 * A side input's trigger is that of a GroupByKey of all its elements under one key, and each pane
 * takes the place of the one before. Where a window has one pane, at its end, the stages that read
 * it see by the watermark when it is complete, and nothing has to be grouped. Nor is anything in
 * BATCH, where a window is read when all of it is there.
 */
final class SideInputStreams {

  private static final EncodedKey ONE_KEY = EncodedKey.ofBytes(new byte[0]);

  private final TranslationContext context;
  private final Map<CollectionId, DataStream<SideInputBlock>> streams = new HashMap<>();

  SideInputStreams(TranslationContext context) {
    this.context = context;
  }

  /** The blocks of a PCollection, not yet broadcast. */
  DataStream<SideInputBlock> blocks(CollectionId id) {
    DataStream<SideInputBlock> known = streams.get(id);
    if (known == null) {
      known = packed(id);
      streams.put(id, known);
    }
    return known;
  }

  private DataStream<SideInputBlock> packed(CollectionId id) {
    String name = name(id);
    return rule(id) == PaneRule.PER_FIRING
        ? Uids.assign(
            grouped(id)
                .transform(
                    name,
                    SideInputBlockType.INSTANCE,
                    new SideInputPanesOperatorFactory(blocksSpec(id))),
            Uids.of(name, "side-input"),
            "Side input " + name,
            1)
        : Uids.assign(
            context.stream(id)
                .transform(
                    name,
                    SideInputBlockType.INSTANCE,
                    new SideInputBlocksOperatorFactory(blocksSpec(id))),
            Uids.of(name, "side-input"),
            "Side input " + name,
            context.consumerParallelism(id));
  }

  private String name(CollectionId id) {
    return context.graph().collection(id).uniqueName();
  }

  private SideInputBlocksSpec blocksSpec(CollectionId id) {
    return new SideInputBlocksSpec(
        name(id), context.coder(id), context.elementCoder(id).windowCoder());
  }

  private DataStream<WindowedValue<Object>> grouped(CollectionId id) {
    String name = name(id);
    DataStream<KeyedElement<Object>> keyed =
        Uids.assign(
            context.stream(id)
                .map(element -> new KeyedElement<>(ONE_KEY, element))
                .returns(CoderTypeInformation.of(KeyedElementCoder.of(context.elementCoder(id)))),
            Uids.of(name, "side-input-key"),
            "Side input " + name + " (key)",
            context.consumerParallelism(id));
    return Uids.assign(
        KeyedStreams.keyBy(keyed)
            .transform(name, paneType(id), new GroupByKeyOperatorFactory(groupSpec(id))),
        Uids.of(name, "side-input-group"),
        "Side input " + name + " (group)",
        1);
  }

  @SuppressWarnings("unchecked") // a group doesn't care what its windows are
  private GroupSpec groupSpec(CollectionId id) {
    return new GroupSpec(
        name(id),
        (Coder<Object>) (Coder<?>) VoidCoder.of(),
        (WindowingStrategy<?, BoundedWindow>) context.windowing(id),
        new Reduction.Buffering(context.coder(id)),
        context.settings().options());
  }

  /** The panes don't leave their task, so the coder tells what they are but is never used. */
  @SuppressWarnings("unchecked") // a KV is an Object
  private TypeInformation<WindowedValue<Object>> paneType(CollectionId id) {
    Coder<?> coder = KvCoder.of(VoidCoder.of(), IterableCoder.of(context.coder(id)));
    return CoderTypeInformation.of(
        WindowedValueCoder.of((Coder<Object>) coder, context.elementCoder(id).windowCoder()));
  }

  /** When the windows of a PCollection can be read. */
  PaneRule rule(CollectionId id) {
    if (context.isBatch()) {
      return PaneRule.WHEN_READ;
    }
    return firesOnceAtWindowEnd(context.windowing(id))
        ? PaneRule.AT_WINDOW_END
        : PaneRule.PER_FIRING;
  }

  private static boolean firesOnceAtWindowEnd(WindowingStrategy<?, ?> windowing) {
    Trigger trigger = windowing.getTrigger();
    return (trigger instanceof DefaultTrigger || trigger instanceof AfterWatermark.FromEndOfWindow)
        && windowing.getAllowedLateness().equals(Duration.ZERO)
        && windowing.getWindowFn().isNonMerging();
  }
}
