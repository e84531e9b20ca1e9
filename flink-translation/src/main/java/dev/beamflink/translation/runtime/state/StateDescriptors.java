package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.jspecify.annotations.Nullable;

/** Which state of Flink each kind of Beam's is: its name, kind and serializers. */
final class StateDescriptors {

  private StateDescriptors() {}

  static <T extends @Nullable Object> ValueStateDescriptor<StoredValue<T>> value(
      StateName name, ValueCodec<T> codec) {
    return new ValueStateDescriptor<>(name.inFlink(), new CoderSerializer<>(codec));
  }

  static <T extends @Nullable Object> ListStateDescriptor<BagItem<T>> bag(
      StateName name, ValueCodec<T> codec) {
    return new ListStateDescriptor<>(name.inFlink(), new BagItemSerializer<>(codec));
  }

  static MapStateDescriptor<EncodedKey, Boolean> set(StateName name, KeyCodec<?> codec) {
    return new MapStateDescriptor<>(
        name.inFlink(), MapKeySerializer.of(codec.coder()), BooleanSerializer.INSTANCE);
  }

  static <V extends @Nullable Object> MapStateDescriptor<EncodedKey, StoredValue<V>> map(
      StateName name, KeyCodec<?> keys, ValueCodec<V> values) {
    return new MapStateDescriptor<>(
        name.inFlink(), MapKeySerializer.of(keys.coder()), new CoderSerializer<>(values));
  }

  static <V extends @Nullable Object> MapStateDescriptor<MultimapKey, MultimapSlot<V>> multimap(
      StateName name, KeyCodec<?> keys, ValueCodec<V> values) {
    return new MapStateDescriptor<>(
        name.inFlink(),
        MultimapKeySerializer.of(keys.coder()),
        new MultimapSlotSerializer<>(values));
  }

  static <T extends @Nullable Object> MapStateDescriptor<Integer, OrderedNode<T>> orderedList(
      StateName name, ValueCodec<T> codec) {
    return new MapStateDescriptor<>(
        name.inFlink(), IntSerializer.INSTANCE, new OrderedNodeSerializer<>(codec));
  }

  static ValueStateDescriptor<Long> hold(StateName name) {
    return new ValueStateDescriptor<>(name.inFlink(), LongSerializer.INSTANCE);
  }

  /** A list of operator state. */
  static <T extends @Nullable Object> ListStateDescriptor<StoredValue<T>> list(
      StateName name, ValueCodec<T> codec) {
    return new ListStateDescriptor<>(name.inFlink(), new CoderSerializer<>(codec));
  }
}
