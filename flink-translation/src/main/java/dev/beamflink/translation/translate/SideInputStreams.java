package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.translation.runtime.sideinput.PaneRule;
import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputBlockType;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksOperatorFactory;
import dev.beamflink.translation.runtime.sideinput.SideInputBlocksSpec;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.joda.time.Duration;

/**
 * The PCollections that are read as side inputs, packed into blocks; each once, however many stages
 * read it.
 *
 * <pre>
 *   producer ─▶ [blocks] ══broadcast══▶ every stage that reads it
 * </pre>
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
    String name = context.graph().collection(id).uniqueName();
    SideInputBlocksSpec spec =
        new SideInputBlocksSpec(name, context.coder(id), context.elementCoder(id).windowCoder());
    return Uids.assign(
        context.stream(id)
            .transform(name, SideInputBlockType.INSTANCE, new SideInputBlocksOperatorFactory(spec)),
        Uids.of(name, "side-input"),
        "Side input " + name,
        context.consumerParallelism(id));
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
