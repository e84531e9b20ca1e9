package dev.beamflink.translation.testkit;

/** What happens to a tested operator after each step of a scenario. */
public enum Interruption {
  /** Nothing: the plain run that the others must agree with. */
  NONE {
    @Override
    public void after(int step, Interruptible operator) {}
  },
  /** A snapshot that nobody uses. */
  SNAPSHOT {
    @Override
    public void after(int step, Interruptible operator) throws Exception {
      operator.snapshot();
    }
  },
  /** A snapshot, from which another instance goes on. */
  RESTORE {
    @Override
    public void after(int step, Interruptible operator) throws Exception {
      operator.restore(1);
    }
  },
  /** A snapshot, from which one to three other instances go on. */
  RESCALE {
    @Override
    public void after(int step, Interruptible operator) throws Exception {
      operator.restore(step % 3 + 1);
    }
  };

  /** What can be interrupted. */
  public interface Interruptible {

    /** Takes a snapshot and goes on without using it. */
    void snapshot() throws Exception;

    /** Goes on from a snapshot with this many subtasks. */
    void restore(int parallelism) throws Exception;
  }

  /**
   * Interrupts the operator.
   *
   * @param step number of the step that has just been done
   */
  public abstract void after(int step, Interruptible operator) throws Exception;
}
