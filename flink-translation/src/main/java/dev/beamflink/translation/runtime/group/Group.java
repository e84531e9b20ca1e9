package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.group.trigger.TriggerFacts;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.jspecify.annotations.Nullable;

/**
 * A key and window in memory: what has come since it was last in state, and what is to be known of
 * it. Belongs to {@link WindowedGroups}; task thread only.
 */
final class Group {

  /** Stands for no hold. */
  static final long NO_HOLD = Long.MAX_VALUE;

  final EncodedKey key;

  /** The window; a merged one gets another. */
  BoundedWindow window;

  /** The window under whose name its state is. */
  BoundedWindow address;

  /** What is here of its values, in the form of the {@link Gathering}. */
  @Nullable Object gathered;

  boolean hasGathered;

  /** How many values are here, and about what they take. */
  long inputs;

  long bytes;

  TriggerFacts facts = new TriggerFacts();
  @Nullable PaneInfo lastPane;

  /** Whether nothing has come since the last pane. */
  boolean isEmpty = true;

  /** The watermark hold of what has come since it was in state, in milliseconds. */
  long hold = NO_HOLD;

  /** Whether it may have a hold in state, beside that of what has come since. */
  boolean mayHaveStoredHold;

  /** Whether there may be something of it in state. */
  boolean mayBeStored;

  /** Whether what is to be known of it is here; else it is in state, if there is something. */
  boolean isLoaded;

  /** Whether it has a {@link GroupRecord} in state, and values; once it is loaded. */
  boolean hasStoredRecord;

  boolean hasStoredValues;

  /** Whether it has been looked at at the end of its window, or came into being later. */
  boolean isBehindEnd;

  /** When it is to be looked at next, in milliseconds, if it is looked at by itself. */
  long due;

  /** Whether it is no group any more. */
  boolean isGone;

  /**
   * @param isBehindEnd whether the watermark has passed the end of the window already
   */
  Group(EncodedKey key, BoundedWindow window, boolean mayBeStored, boolean isBehindEnd) {
    this.key = key;
    this.window = window;
    this.address = window;
    this.mayBeStored = mayBeStored;
    this.isLoaded = !mayBeStored;
    this.mayHaveStoredHold = mayBeStored;
    this.isBehindEnd = isBehindEnd;
  }

  /** The end of its window, in milliseconds. */
  long end() {
    return window.maxTimestamp().getMillis();
  }

  /** Whether there is nothing that is worth to be known. */
  boolean isNothing() {
    return isEmpty
        && lastPane == null
        && facts.isInitial()
        && hold == NO_HOLD
        && !hasGathered
        && !hasStoredValues
        && !hasStoredRecord;
  }

  /** Whether all there is to know is what its values say. */
  boolean isAsAtFirst() {
    return lastPane == null && !isEmpty && facts.isInitial();
  }
}
