package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateBinder;
import org.apache.beam.sdk.state.StateContexts;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.util.CombineFnUtil;
import org.jspecify.annotations.Nullable;

/**
 * Opens the cell for one state spec. The kinds of state are told apart by Beam's binder, which
 * wants a state for an answer; the cell itself is kept on the side.
 */
final class CellOpener implements StateBinder {

  private final FlinkStates states;
  private final StateName name;
  private final HoldListener holdListener;
  private @Nullable StateCell<?> opened;

  private CellOpener(FlinkStates states, StateName name, HoldListener holdListener) {
    this.states = states;
    this.name = name;
    this.holdListener = holdListener;
  }

  static StateCell<?> open(
      FlinkStates states, StateName name, StateTag<?> tag, HoldListener holdListener) {
    CellOpener opener = new CellOpener(states, name, holdListener);
    tag.getSpec().bind(tag.getId(), opener);
    if (opener.opened == null) {
      throw new IllegalArgumentException(
          name + " is of an unknown kind: " + tag.getSpec().getClass().getName());
    }
    return opener.opened;
  }

  private <S extends State> S opened(StateCell<S> cell) {
    opened = cell;
    return cell.at(EncodedNamespace.GLOBAL, StateContexts.nullContext());
  }

  @Override
  public <T> ValueState<T> bindValue(String id, StateSpec<ValueState<T>> spec, Coder<T> coder) {
    ValueCodec<T> codec = ValueCodec.of(name, coder);
    return opened(new ValueCell<>(states.contents(name, codec), codec));
  }

  @Override
  public <T> BagState<T> bindBag(String id, StateSpec<BagState<T>> spec, Coder<T> coder) {
    ValueCodec<T> codec = ValueCodec.of(name, coder);
    return opened(states.bag(name, codec));
  }

  @Override
  public <T> SetState<T> bindSet(String id, StateSpec<SetState<T>> spec, Coder<T> coder) {
    KeyCodec<T> codec = KeyCodec.of(name, coder);
    ScopedMap<EncodedKey, Boolean> elements = states.map(name, StateDescriptors.set(name, codec));
    return opened(new SetCell<>(elements, codec));
  }

  @Override
  public <K, V> MapState<K, V> bindMap(
      String id, StateSpec<MapState<K, V>> spec, Coder<K> keyCoder, Coder<V> valueCoder) {
    KeyCodec<K> keys = KeyCodec.of(name, keyCoder);
    ValueCodec<V> values = ValueCodec.of(name, valueCoder);
    ScopedMap<EncodedKey, StoredValue<V>> map =
        states.map(name, StateDescriptors.map(name, keys, values));
    return opened(new MapCell<>(map, keys, values));
  }

  @Override
  public <K, V> MultimapState<K, V> bindMultimap(
      String id, StateSpec<MultimapState<K, V>> spec, Coder<K> keyCoder, Coder<V> valueCoder) {
    KeyCodec<K> keys = KeyCodec.of(name, keyCoder);
    ValueCodec<V> values = ValueCodec.of(name, valueCoder);
    ScopedMap<MultimapKey, MultimapSlot<V>> map =
        states.map(name, StateDescriptors.multimap(name, keys, values));
    return opened(new MultimapCell<>(map, keys, values));
  }

  @Override
  public <T> OrderedListState<T> bindOrderedList(
      String id, StateSpec<OrderedListState<T>> spec, Coder<T> coder) {
    ValueCodec<T> codec = ValueCodec.of(name, coder);
    ScopedMap<Integer, OrderedNode<T>> nodes =
        states.map(name, StateDescriptors.orderedList(name, codec));
    return opened(new OrderedListCell<>(nodes, codec));
  }

  @Override
  public <InputT, AccumT, OutputT> CombiningState<InputT, AccumT, OutputT> bindCombining(
      String id,
      StateSpec<CombiningState<InputT, AccumT, OutputT>> spec,
      Coder<AccumT> coder,
      CombineFn<InputT, AccumT, OutputT> fn) {
    return opened(combining(coder, context -> fn));
  }

  @Override
  public <InputT, AccumT, OutputT> CombiningState<InputT, AccumT, OutputT> bindCombiningWithContext(
      String id,
      StateSpec<CombiningState<InputT, AccumT, OutputT>> spec,
      Coder<AccumT> coder,
      CombineFnWithContext<InputT, AccumT, OutputT> fn) {
    return opened(combining(coder, context -> CombineFnUtil.bindContext(fn, context)));
  }

  private <InputT, AccumT, OutputT> CombiningCell<InputT, AccumT, OutputT> combining(
      Coder<AccumT> coder, CombiningCell.Combiner<InputT, AccumT, OutputT> combiner) {
    ValueCodec<AccumT> codec = ValueCodec.of(name, coder);
    return new CombiningCell<>(states.accumulators(name, codec), codec, combiner);
  }

  @Override
  public WatermarkHoldState bindWatermark(
      String id, StateSpec<WatermarkHoldState> spec, TimestampCombiner combiner) {
    return opened(
        new WatermarkHoldCell(
            states.value(name, StateDescriptors.hold(name)), combiner, holdListener));
  }
}
