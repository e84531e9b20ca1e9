/**
 * GroupByKey and Combine per key: windows, triggers, panes and lateness.
 *
 * <p>{@link dev.beamflink.translation.runtime.group.KeyGrouping} puts runners-core's {@code
 * ReduceFnRunner} on our state and timers; {@code GroupByKeyOperator} is the shell around it.
 *
 * <p>What a savepoint holds of a group is listed in {@link
 * dev.beamflink.translation.runtime.group.GroupStates}.
 */
@NullMarked
package dev.beamflink.translation.runtime.group;

import org.jspecify.annotations.NullMarked;
