package dev.beamflink.translation.runtime.stage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature.StateDeclaration;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/** Gives a DoFn its state cells: reads the declarations once, then looks cells up per window. */
final class UserStates {

  private final StageServices services;
  private final Coder<BoundedWindow> windowCoder;
  private final Map<String, StateTag<?>> tags;

  private @Nullable BoundedWindow lastWindow;
  private @Nullable StateNamespace lastNamespace;

  UserStates(
      StageServices services,
      Coder<BoundedWindow> windowCoder,
      DoFn<?, ?> doFn,
      DoFnSignature signature) {
    this.services = services;
    this.windowCoder = windowCoder;
    this.tags = tagsOf(doFn, signature);
  }

  /** The cells that a DoFn declares, by id. */
  static Map<String, StateTag<?>> tagsOf(DoFn<?, ?> doFn, DoFnSignature signature) {
    Map<String, StateTag<?>> tags = new HashMap<>();
    for (StateDeclaration declaration : signature.stateDeclarations().values()) {
      tags.put(declaration.id(), tagOf(doFn, declaration));
    }
    return tags;
  }

  private static StateTag<?> tagOf(DoFn<?, ?> doFn, StateDeclaration declaration) {
    Object spec;
    try {
      declaration.field().setAccessible(true);
      spec = declaration.field().get(doFn);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("State field %s can't be read".formatted(declaration), e);
    }
    if (!(spec instanceof StateSpec<?> stateSpec)) {
      throw new IllegalStateException(
          "State '%s': field %s holds %s, not a StateSpec"
              .formatted(declaration.id(), declaration.field(), spec));
    }
    return StateTags.tagForSpec(declaration.id(), stateSpec);
  }

  /** All declared cells. */
  Collection<StateTag<?>> tags() {
    return tags.values();
  }

  /** The cell of the current key and the given window. */
  State get(String stateId, BoundedWindow window, boolean alwaysFetched) {
    StateTag<?> tag = tags.get(stateId);
    if (tag == null) {
      throw new IllegalArgumentException(
          "State '%s' is not declared: known are %s".formatted(stateId, tags.keySet()));
    }
    State state = services.state().state(namespace(window), tag);
    return alwaysFetched && state instanceof ReadableState<?> readable
        ? (State) readable.readLater()
        : state;
  }

  /** The namespace of a window's state and timers. */
  StateNamespace namespace(BoundedWindow window) {
    StateNamespace namespace = lastNamespace;
    if (namespace == null || !window.equals(lastWindow)) {
      namespace = StateNamespaces.window(windowCoder, window);
      lastWindow = window;
      lastNamespace = namespace;
    }
    return namespace;
  }
}
