package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.quiet.JointCoordinator;
import dev.beamflink.translation.runtime.quiet.QuietEvent;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Whether the subtasks of an operator share restrictions, and how; chosen at translation. */
public enum RestrictionSharing {
  /** Each subtask keeps what it has. */
  NONE,

  /** In STREAMING: goes along with checkpoints. */
  STREAMING,

  /** In BATCH: without checkpoints, and the job starts again when who has shared fails. */
  BATCH;

  /** Makes the operator's coordinator in the JobManager; travels in the job graph. */
  private record Provider(
      OperatorID operatorId, RestrictionSharing sharing, OperatorCoordinator.Provider quiet)
      implements OperatorCoordinator.Provider {

    @Override
    public OperatorID getOperatorId() {
      return operatorId;
    }

    @Override
    public OperatorCoordinator create(OperatorCoordinator.Context context) throws Exception {
      return new JointCoordinator(
          QuietEvent.class,
          quiet.create(context),
          sharing == BATCH
              ? new BatchSharingCoordinator(context)
              : new SharingCoordinator(context));
    }
  }

  /**
   * What makes the coordinator of an operator whose subtasks share in this way.
   *
   * @param quiet makes the coordinator that hears when the operator is quiet
   */
  public OperatorCoordinator.Provider coordinator(
      OperatorID operatorId, OperatorCoordinator.Provider quiet) {
    return this == NONE ? quiet : new Provider(operatorId, this, quiet);
  }
}
