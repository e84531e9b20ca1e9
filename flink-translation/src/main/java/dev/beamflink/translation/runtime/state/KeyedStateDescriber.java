package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import java.util.Objects;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateBinder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.flink.api.common.state.StateDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Describes the keyed states of Beam's state specs, as {@link CellOpener} opens them. Used in the
 * client.
 */
@SuppressWarnings("NullAway") // the binder's answers are states, of which there are none here
public final class KeyedStateDescriber {

  private final String transform;
  private final EncodedNamespaceSerializer namespaces;

  /**
   * @param transform full name of the transform that owns the states
   * @param windowCoder coder of the windows in the namespaces
   */
  public KeyedStateDescriber(String transform, Coder<? extends BoundedWindow> windowCoder) {
    this.transform = transform;
    this.namespaces = EncodedNamespaceSerializer.of(windowCoder);
  }

  /** Describes the state of a tag. */
  public StateDescription describe(StateTag<?> tag) {
    StateName name = new StateName(transform, StateTags.isSystemTagInternal(tag), tag.getId());
    Binder binder = new Binder(name);
    tag.getSpec().bind(tag.getId(), binder);
    StateDescriptor<?, ?> descriptor = Objects.requireNonNull(binder.descriptor, "an unknown kind");
    return new StateDescription(
        name.inFlink(),
        name.id(),
        binder.kind,
        storage(descriptor.getType()),
        SerializerDescription.of(namespaces),
        SerializerDescription.of(descriptor.getSerializer()));
  }

  private static Storage storage(StateDescriptor.Type type) {
    return switch (type) {
      case VALUE -> Storage.KEYED_VALUE;
      case LIST -> Storage.KEYED_LIST;
      case MAP -> Storage.KEYED_MAP;
      default -> throw new IllegalArgumentException("No state of ours is a " + type);
    };
  }

  private static final class Binder implements StateBinder {
    private final StateName name;
    private String kind = "";
    private @Nullable StateDescriptor<?, ?> descriptor;

    Binder(StateName name) {
      this.name = name;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it is no state, of whatever type: null
    private <S> @Nullable S found(String foundKind, StateDescriptor<?, ?> foundDescriptor) {
      kind = foundKind;
      descriptor = foundDescriptor;
      return null;
    }

    @Override
    public <T> ValueState<T> bindValue(String id, StateSpec<ValueState<T>> spec, Coder<T> coder) {
      return found("value", StateDescriptors.value(name, ValueCodec.of(name, coder)));
    }

    @Override
    public <T> BagState<T> bindBag(String id, StateSpec<BagState<T>> spec, Coder<T> coder) {
      return found("bag", StateDescriptors.bag(name, ValueCodec.of(name, coder)));
    }

    @Override
    public <T> SetState<T> bindSet(String id, StateSpec<SetState<T>> spec, Coder<T> coder) {
      return found("set", StateDescriptors.set(name, KeyCodec.of(name, coder)));
    }

    @Override
    public <K, V> MapState<K, V> bindMap(
        String id, StateSpec<MapState<K, V>> spec, Coder<K> keys, Coder<V> values) {
      return found(
          "map", StateDescriptors.map(name, KeyCodec.of(name, keys), ValueCodec.of(name, values)));
    }

    @Override
    public <K, V> MultimapState<K, V> bindMultimap(
        String id, StateSpec<MultimapState<K, V>> spec, Coder<K> keys, Coder<V> values) {
      return found(
          "multimap",
          StateDescriptors.multimap(name, KeyCodec.of(name, keys), ValueCodec.of(name, values)));
    }

    @Override
    public <T> OrderedListState<T> bindOrderedList(
        String id, StateSpec<OrderedListState<T>> spec, Coder<T> coder) {
      return found("ordered list", StateDescriptors.orderedList(name, ValueCodec.of(name, coder)));
    }

    @Override
    public <InputT, AccumT, OutputT> CombiningState<InputT, AccumT, OutputT> bindCombining(
        String id,
        StateSpec<CombiningState<InputT, AccumT, OutputT>> spec,
        Coder<AccumT> coder,
        CombineFn<InputT, AccumT, OutputT> fn) {
      return found("combining", StateDescriptors.value(name, ValueCodec.of(name, coder)));
    }

    @Override
    public <InputT, AccumT, OutputT>
        CombiningState<InputT, AccumT, OutputT> bindCombiningWithContext(
            String id,
            StateSpec<CombiningState<InputT, AccumT, OutputT>> spec,
            Coder<AccumT> coder,
            CombineFnWithContext<InputT, AccumT, OutputT> fn) {
      return found("combining", StateDescriptors.value(name, ValueCodec.of(name, coder)));
    }

    @Override
    public WatermarkHoldState bindWatermark(
        String id, StateSpec<WatermarkHoldState> spec, TimestampCombiner combiner) {
      return found("hold", StateDescriptors.hold(name));
    }
  }
}
