package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.translation.runtime.sideinput.PaneRule;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputBlockType;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksOperatorFactory;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksSpec;
import dev.beamflink.translation.runtime.sideinput.SideInputPanesOperatorFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.joda.time.Duration;

/**
 * The PCollections that are read as side inputs, packed into blocks; each once, however many stages
 * read it.
 *
 * <pre>
 *   windows that fire once:   producer ─▶ blocks ══broadcast══▶ every stage that reads it
 *
 *   any other trigger:        producer ─▶ [panes] ─▶ blocks ══broadcast══▶ ...
 * </pre>
 *
 * A side input's trigger is that of a GroupByKey of all its elements under one key, and each pane
 * takes the place of the one before. Where a window has one pane, at its end, the stages that read
 * it see by the watermark when it is complete, or in BATCH by its end, and nothing has to be
 * grouped.
 */
final class SideInputStreams {

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
    return isGrouped(id)
        ? Uids.assign(
            new SideInputPanes(id, context)
                .stream()
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

  /** When the windows of a PCollection can be read. */
  PaneRule rule(CollectionId id) {
    if (context.isBatch()) {
      return PaneRule.WHEN_READ;
    }
    return isGrouped(id) ? PaneRule.PER_FIRING : PaneRule.AT_WINDOW_END;
  }

  /** Whether a window may fire more than once, or at another time than its end. */
  boolean isGrouped(CollectionId id) {
    WindowingStrategy<?, ?> windowing = context.windowing(id);
    boolean firesAtWindowEnd =
        windowing.getTrigger() instanceof DefaultTrigger
            || windowing.getTrigger() instanceof AfterWatermark.FromEndOfWindow;
    boolean mayBeLate =
        !context.isBatch() && windowing.getAllowedLateness().isLongerThan(Duration.ZERO);
    return !firesAtWindowEnd || mayBeLate || !windowing.getWindowFn().isNonMerging();
  }
}
