package dev.beamflink.cluster.fault;

/** One kind of thing that goes wrong. */
public interface Fault {

  /**
   * Makes it go wrong once, such that the job has to be restored from a checkpoint, and repairs the
   * cluster where that is not the job's own business.
   */
  void inject(Target target) throws Exception;
}
