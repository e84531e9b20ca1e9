/**
 * GroupByKey and Combine per key: windows, triggers, panes and lateness.
 *
 * <p>In STREAMING {@link dev.beamflink.translation.runtime.group.WindowedGroups} keeps groups in
 * memory between checkpoints, and {@code GroupByKeyOperator} is the shell around it. In BATCH
 * {@link dev.beamflink.translation.runtime.group.KeyGrouping} puts runners-core's {@code
 * ReduceFnRunner} on the state of one key at a time.
 *
 * <p>What a savepoint holds of a group is listed in {@link
 * dev.beamflink.translation.runtime.group.GroupStates}.
 */
@NullMarked
package dev.beamflink.translation.runtime.group;

import org.jspecify.annotations.NullMarked;
