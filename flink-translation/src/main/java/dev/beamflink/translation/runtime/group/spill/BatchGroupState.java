package dev.beamflink.translation.runtime.group.spill;

import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.util.function.Supplier;
import org.apache.beam.runners.core.InMemoryStateInternals.InMemoryStateBinder;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTable;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.jspecify.annotations.Nullable;

/**
 * State of the current key in BATCH: plain objects, and bags that spill. {@link #clear} ends a key.
 *
 * <p>Made when the operator opens; task thread only.
 */
public final class BatchGroupState implements StateInternals {

  private final Supplier<@Nullable Object> currentKey;
  private final GroupMemory memory;
  private final SpillFiles files;
  private final StateTable states =
      new StateTable() {
        @Override
        @SuppressWarnings("deprecation") // runners-core still wants it
        protected StateTag.StateBinder binderForNamespace(
            StateNamespace namespace, StateContext<?> context) {
          return new SpillingBinder(context);
        }
      };

  public BatchGroupState(
      Supplier<@Nullable Object> currentKey, GroupMemory memory, SpillFiles files) {
    this.currentKey = currentKey;
    this.memory = memory;
    this.files = files;
  }

  /** Forgets everything: the key is over. What of it is in memory and files is the caller's. */
  public void clear() {
    states.clear();
  }

  @Override
  @SuppressWarnings("NullAway") // a key may be null, as it may in Beam's own implementation
  public @Nullable Object getKey() {
    return currentKey.get();
  }

  @Override
  public <T extends State> T state(
      StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
    return states.get(namespace, tag, context);
  }

  private final class SpillingBinder extends InMemoryStateBinder {

    SpillingBinder(StateContext<?> context) {
      super(context);
    }

    @Override
    public <T> BagState<T> bindBag(StateTag<BagState<T>> tag, Coder<T> coder) {
      return new ValueBag<>(coder, memory, files);
    }
  }
}
