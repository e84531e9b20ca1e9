package dev.beamflink.translation.runtime.group.trigger;

import java.util.List;

/**
 * A trigger of a windowing strategy, with those that it consists of: Beam's trigger state machines,
 * whose rules are those of {@code org.apache.beam.runners.core.triggers}, on {@link TriggerFacts}.
 *
 * <p>Knows no group; what a group knows comes with each call. A finished trigger is asked no more
 * by its parent, unless a merge of windows revives it.
 */
public abstract sealed class TriggerMachine
    permits AfterCount, AfterDelay, AtEndOfWindow, Composite, Constant, RepeatedlyAtEndOfWindow {

  private final int place;

  TriggerMachine(int place) {
    this.place = place;
  }

  /** Takes note of an element of the group. */
  public abstract void onElement(TriggerScene scene);

  /** Whether a pane is to be emitted now. */
  public abstract boolean shouldFire(TriggerScene scene);

  /** A pane is emitted, as {@link #shouldFire} has asked for it. */
  public abstract void onFire(TriggerScene scene);

  /** Forgets what it knows, but for what has finished. */
  public abstract void clear(TriggerScene scene);

  /**
   * Takes over what the groups know whose windows become one. The scene is that of the new window.
   *
   * @param merged of the groups that there are, perhaps with that of the scene itself
   */
  public abstract void onMerge(TriggerScene scene, List<TriggerFacts> merged);

  /** Whether it may ask for a pane at the end of the window, without an element or a delay. */
  public abstract boolean looksAtEndOfWindow();

  /** Whether it asks for a pane at the end of the window in any case, unless it has finished. */
  public boolean firesAtEndOfWindow() {
    return false;
  }

  /**
   * Whether it takes no note of elements before the end of the window, or none that counts in the
   * end, and asks for no pane before.
   */
  public abstract boolean isIdleBeforeEndOfWindow();

  /** Whether it has finished: the group takes no more elements, if this is the whole trigger. */
  public final boolean isFinished(TriggerFacts facts) {
    return facts.isFinished(this);
  }

  final long bit() {
    return 1L << place;
  }

  /** The bits of this trigger and all that it consists of. */
  long bits() {
    return bit();
  }

  static boolean finishedInAny(TriggerMachine trigger, List<TriggerFacts> merged) {
    return merged.stream().anyMatch(facts -> facts.isFinished(trigger));
  }

  static boolean finishedInAll(TriggerMachine trigger, List<TriggerFacts> merged) {
    return merged.stream().allMatch(facts -> facts.isFinished(trigger));
  }
}
