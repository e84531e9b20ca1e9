/**
 * Triggers: when a group emits a pane. Beam's trigger machines with what they know in one small
 * object of a group, in place of a state for each trigger.
 *
 * <p>A tree of machines is made once for an operator and serves all groups; a group has a {@link
 * dev.beamflink.translation.runtime.group.trigger.TriggerFacts}.
 */
@NullMarked
package dev.beamflink.translation.runtime.group.trigger;

import org.jspecify.annotations.NullMarked;
