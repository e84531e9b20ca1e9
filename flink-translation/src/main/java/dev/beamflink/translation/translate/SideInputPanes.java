package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.EncodedKeyTypeInformation;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.KeyedElementCoder;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.BatchGroupOperatorFactory;
import dev.beamflink.translation.runtime.group.BatchGroupSpec;
import dev.beamflink.translation.runtime.group.GroupByKeyOperatorFactory;
import dev.beamflink.translation.runtime.group.GroupSpec;
import dev.beamflink.translation.runtime.group.Reduction;
import dev.beamflink.translation.runtime.keyed.EncodePairOperatorFactory;
import dev.beamflink.translation.runtime.keyed.EncodePairSpec;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.sort.EncodedPair;
import dev.beamflink.translation.runtime.sort.EncodedPairTypeInformation;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Makes the panes of a PCollection that is read as side input: those of a GroupByKey of all its
 * elements under one key.
 *
 * <pre>
 *   producer ─▶ key ═by key═▶ group ─▶ KV&lt;Void, elements of the pane&gt;
 * </pre>
 */
final class SideInputPanes {

  private static final EncodedKey ONE_KEY = EncodedKey.ofBytes(new byte[0]);

  @SuppressWarnings("unchecked") // nobody asks what the key is
  private static final Coder<Object> KEY_CODER = (Coder<Object>) (Coder<?>) VoidCoder.of();

  private final CollectionId id;
  private final String name;
  private final Coder<Object> coder;
  private final WindowedValueCoder<Object> elementCoder;
  private final TranslationContext context;

  SideInputPanes(CollectionId id, TranslationContext context) {
    this.id = id;
    this.name = context.graph().collection(id).uniqueName();
    this.coder = context.coder(id);
    this.elementCoder = context.elementCoder(id);
    this.context = context;
  }

  DataStream<WindowedValue<Object>> stream() {
    SingleOutputStreamOperator<WindowedValue<Object>> group =
        context.isBatch() ? sorted() : keyed();
    return Uids.assign(
        group, Uids.of(name, "side-input-group"), "Side input " + name + " (group)", 1);
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> keyed() {
    DataStream<KeyedElement<Object>> keyed =
        key(
            context.stream(id)
                .map(element -> new KeyedElement<>(ONE_KEY, element))
                .returns(CoderTypeInformation.of(KeyedElementCoder.of(elementCoder))));
    return KeyedStreams.keyBy(keyed, KEY_CODER)
        .transform(name, paneType(), new GroupByKeyOperatorFactory(spec()));
  }

  private SingleOutputStreamOperator<WindowedValue<Object>> sorted() {
    DataStream<EncodedPair> encoded =
        key(
            pairs()
                .transform(
                    name,
                    EncodedPairTypeInformation.INSTANCE,
                    new EncodePairOperatorFactory(
                        new EncodePairSpec(new KeyEncoder(name, KEY_CODER), elementCoder))));
    DataStream<EncodedPair> exchanged =
        new DataStream<>(
            context.environment(),
            encoded
                .keyBy(EncodedPair::key, EncodedKeyTypeInformation.of(KEY_CODER))
                .getTransformation());
    return GroupStreams.withSorterMemory(
        exchanged.transform(
            name,
            paneType(),
            new BatchGroupOperatorFactory(new BatchGroupSpec(spec(), elementCoder))));
  }

  @SuppressWarnings("NullAway") // the one key is null
  private DataStream<WindowedValue<Object>> pairs() {
    return Uids.assign(
        context.stream(id)
            .map(element -> element.<Object>withValue(KV.of(null, element.getValue())))
            .returns(type(KvCoder.of(VoidCoder.of(), coder))),
        Uids.of(name, "side-input-pair"),
        "Side input " + name + " (pair)",
        context.consumerParallelism(id));
  }

  private <T> DataStream<T> key(SingleOutputStreamOperator<T> node) {
    return Uids.assign(
        node,
        Uids.of(name, "side-input-key"),
        "Side input " + name + " (key)",
        context.consumerParallelism(id));
  }

  private GroupSpec spec() {
    return new GroupSpec(
        name, KEY_CODER, windowing(), new Reduction.Buffering(coder), context.settings().options());
  }

  /**
   * The PCollection's own, but a pane without elements never takes the place of one that has some:
   * under a discarding trigger the empty last pane of a window would take its content away.
   */
  @SuppressWarnings("unchecked") // a group doesn't care what its windows are
  private WindowingStrategy<?, BoundedWindow> windowing() {
    WindowingStrategy<?, BoundedWindow> windowing =
        (WindowingStrategy<?, BoundedWindow>) context.windowing(id);
    return windowing
        .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
        .withClosingBehavior(Window.ClosingBehavior.FIRE_IF_NON_EMPTY);
  }

  /** The panes don't leave their task, so the coder tells what they are but is never used. */
  private TypeInformation<WindowedValue<Object>> paneType() {
    return type(KvCoder.of(VoidCoder.of(), IterableCoder.of(coder)));
  }

  @SuppressWarnings("unchecked") // whatever the coder's type, it is an Object
  private TypeInformation<WindowedValue<Object>> type(Coder<?> valueCoder) {
    return CoderTypeInformation.of(
        WindowedValueCoder.of((Coder<Object>) valueCoder, elementCoder.windowCoder()));
  }
}
