package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** The user state of a stage's root, as an SDK names its parts. Task thread only. */
final class HarnessUserStates {

  private static final long OVERHEAD_BYTES = 64; // about, of what is added at once

  private final StageServices services;
  private final HarnessKeys keys;
  private final Map<String, StateTag<?>> tags = new HashMap<>();
  private final Map<String, AppendedValues> appendedValues;

  /**
   * @param root what the stage's root declares
   * @param appendedValues by the id of the state, of each multimap at least
   */
  HarnessUserStates(
      HarnessKeys keys,
      StatefulRoot root,
      Map<String, AppendedValues> appendedValues,
      StageServices services) {
    this.services = services;
    this.keys = keys;
    this.appendedValues = appendedValues;
    root.stateTags().forEach(tag -> tags.put(tag.getId(), tag));
  }

  /**
   * Does something with a part of a state, of whatever key.
   *
   * @return what {@code action} returns
   * @throws UnknownStateException if there is no such state
   */
  <T> T with(StateKey key, Function<UserStateBytes, T> action) {
    return switch (key.getTypeCase()) {
      case BAG_USER_STATE -> {
        StateKey.BagUserState asked = key.getBagUserState();
        yield services.withKey(
            keys.key(asked.getKey()),
            () -> action.apply(bag(asked.getUserStateId(), asked.getWindow())));
      }
      case MULTIMAP_USER_STATE -> {
        StateKey.MultimapUserState asked = key.getMultimapUserState();
        yield services.withKey(
            keys.key(asked.getKey()),
            () ->
                action.apply(
                    new MultimapValuesBytes(
                        multimap(asked.getUserStateId(), asked.getWindow()), asked.getMapKey())));
      }
      case MULTIMAP_KEYS_USER_STATE -> {
        StateKey.MultimapKeysUserState asked = key.getMultimapKeysUserState();
        yield services.withKey(
            keys.key(asked.getKey()),
            () ->
                action.apply(
                    new MultimapKeysBytes(multimap(asked.getUserStateId(), asked.getWindow()))));
      }
      case MULTIMAP_ENTRIES_USER_STATE -> {
        StateKey.MultimapEntriesUserState asked = key.getMultimapEntriesUserState();
        yield services.withKey(
            keys.key(asked.getKey()),
            () -> action.apply(entries(asked.getUserStateId(), asked.getWindow())));
      }
      case ORDERED_LIST_USER_STATE -> {
        StateKey.OrderedListUserState asked = key.getOrderedListUserState();
        yield services.withKey(
            keys.key(asked.getKey()),
            () ->
                action.apply(
                    new OrderedListBytes(
                        orderedList(asked.getUserStateId(), asked.getWindow()), asked.getRange())));
      }
      default ->
          throw new UnknownStateException(
              "An SDK asks for state of kind %s, which this runner does not have"
                  .formatted(key.getTypeCase()));
    };
  }

  /** Adds to a part of a state. */
  void append(StateKey key, ByteString data) {
    change(
        key,
        state -> {
          state.append(data);
          services.stateGrew(OVERHEAD_BYTES + data.size());
        });
  }

  /** Clears a part of a state. */
  void clear(StateKey key) {
    change(key, UserStateBytes::clear);
  }

  private void change(StateKey key, Consumer<UserStateBytes> action) {
    StateKey unused =
        with(
            key,
            state -> {
              action.accept(state);
              return key;
            });
  }

  @SuppressWarnings("unchecked") // of bytes, see StateProtocol
  private BagBytes bag(String id, ByteString window) {
    return new BagBytes((BagState<ByteString>) state(id, window, BagState.class));
  }

  @SuppressWarnings("unchecked") // of bytes, see StateProtocol
  private MultimapState<ByteString, ByteString> multimap(String id, ByteString window) {
    return (MultimapState<ByteString, ByteString>) state(id, window, MultimapState.class);
  }

  private MultimapEntriesBytes entries(String id, ByteString window) {
    return new MultimapEntriesBytes(
        multimap(id, window), Objects.requireNonNull(appendedValues.get(id)));
  }

  @SuppressWarnings("unchecked") // of bytes, see StateProtocol
  private OrderedListState<ByteString> orderedList(String id, ByteString window) {
    return (OrderedListState<ByteString>) state(id, window, OrderedListState.class);
  }

  private <S extends State> S state(String id, ByteString window, Class<S> kind) {
    StateTag<?> tag = tags.get(id);
    State state =
        tag == null
            ? null
            : services
                .state()
                .state(StateNamespaces.window(keys.windowCoder(), keys.window(window)), tag);
    if (!kind.isInstance(state)) {
      throw new UnknownStateException(
          "An SDK asks for state '%s' as a %s, which it has not declared"
              .formatted(id, kind.getSimpleName()));
    }
    return kind.cast(state);
  }
}
