package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.sharing.RestrictionSharing;
import dev.beamflink.translation.runtime.splittable.PendingRestrictionCoder;
import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.state.OperatorStateDescriber;
import java.io.Serializable;

/**
 * What a stage that processes restrictions needs beyond a {@link StageOperatorSpec}.
 *
 * @param transformName full name of the root, which names the state in savepoints
 * @param coder writes restrictions to checkpoints
 * @param schedule how the operator goes about its restrictions
 * @param sharing whether busy subtasks share restrictions with idle ones, and how
 * @param quiet to whom to report that no restriction is left
 */
public record SplittableStageSpec(
    String transformName,
    PendingRestrictionCoder coder,
    RestrictionSchedule schedule,
    RestrictionSharing sharing,
    QuietSpec quiet)
    implements Serializable {

  boolean shares() {
    return sharing != RestrictionSharing.NONE;
  }

  /** The state that holds pending restrictions. */
  static final String PENDING = "pending-restrictions";

  /** Describes that state. */
  StateDescription describeState() {
    return new OperatorStateDescriber(transformName).list(PENDING, coder);
  }
}
