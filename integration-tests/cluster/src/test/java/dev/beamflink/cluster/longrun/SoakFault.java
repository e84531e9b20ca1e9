package dev.beamflink.cluster.longrun;

import dev.beamflink.cluster.fault.Fault;
import dev.beamflink.cluster.fault.FaultKind;
import dev.beamflink.cluster.fault.Target;

/** What goes wrong in a soak, in turn. The processes whose memory is read live on. */
enum SoakFault implements Fault {
  USER_CODE_THREW(FaultKind.USER_CODE_THREW),
  CHECKPOINT_DELAYED(FaultKind.CHECKPOINT_DELAYED),
  /** SIGKILL of the second TaskManager; another one takes its place. */
  TASK_MANAGER_KILLED(
      target -> {
        target.cluster().killTaskManager(2);
        target.cluster().startMissing();
      });

  private final Fault fault;

  SoakFault(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void inject(Target target) throws Exception {
    fault.inject(target);
  }

  /** Returns the fault of a round. */
  static SoakFault of(int round) {
    return values()[round % values().length];
  }
}
