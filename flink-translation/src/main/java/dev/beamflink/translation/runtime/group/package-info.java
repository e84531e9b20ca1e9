/**
 * GroupByKey and Combine per key: windows, triggers, panes and lateness.
 *
 * <p>In STREAMING {@link dev.beamflink.translation.runtime.group.WindowedGroups} keeps groups in
 * memory between checkpoints, and {@code GroupByKeyOperator} is the shell around it. In BATCH one
 * key comes after the other: {@link dev.beamflink.translation.runtime.group.GroupsAtEnd} has what
 * the windows of a key need until it is over, and where that is not all, {@link
 * dev.beamflink.translation.runtime.group.TimedGroups} put runners-core's {@code ReduceFnRunner} on
 * state and timers of that key.
 *
 * <p>What a savepoint holds of a group is listed in {@link
 * dev.beamflink.translation.runtime.group.GroupStates}.
 */
@NullMarked
package dev.beamflink.translation.runtime.group;

import org.jspecify.annotations.NullMarked;
