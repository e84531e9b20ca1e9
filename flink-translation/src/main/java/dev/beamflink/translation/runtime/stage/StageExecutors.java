package dev.beamflink.translation.runtime.stage;

import java.io.Serializable;

/**
 * Makes the executors of stages: one implementation per way to run user code. Chosen in the client
 * and shipped in the operator's factory.
 */
public interface StageExecutors extends Serializable {

  /**
   * Makes the executor of a stage. Called once, when the operator is made, in the task's thread.
   *
   * @param spec the stage
   * @param services what the operator does for the stage
   * @param host the task that the operator runs in
   */
  StageExecutor create(StageSpec spec, StageServices services, StageHost host);

  /**
   * What the root transform of a stage, a stateful ParDo, declares of state; without running it.
   */
  StatefulRoot statefulRoot(StageSpec spec);
}
