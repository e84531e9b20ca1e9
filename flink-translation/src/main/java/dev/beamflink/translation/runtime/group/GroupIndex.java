package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/**
 * The groups in memory, by key and window and by when they are to be looked at. Knows what may be
 * in state. Task thread only; the current key is that of the group, where there is one.
 */
interface GroupIndex {

  /** The time of nothing, after all others. */
  long NEVER = Long.MAX_VALUE;

  /** The group that takes an element: one that is there, or a new one. Windows merge. */
  Group groupFor(EncodedKey key, BoundedWindow window) throws Exception;

  /** The group of a window, in memory now; null if there is none. */
  @Nullable Group find(EncodedKey key, BoundedWindow window) throws Exception;

  /** A group that may be in state, in memory now. There is none in memory. */
  Group fromState(EncodedKey key, BoundedWindow window);

  /** The trigger of a group has finished: it takes part in no merge any more. */
  default void finish(Group group) {}

  /** A group is over; the caller clears its state. */
  void remove(Group group);

  /** When the next group is to be looked at, in milliseconds; {@link #NEVER} if none is. */
  long nextDue();

  /**
   * The groups to be looked at by then; those that are over are not in the index any more, the
   * others will come up again when they are.
   */
  Collection<Group> takeDue(long millis);

  /** Hands over all groups to state: the index is empty then. */
  void moveToState(Consumer<Group> store);
}
