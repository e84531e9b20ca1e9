package dev.beamflink.translation.runtime.stage;

/** One transform of a stage at run time. Lifecycle as in {@link StageExecutor}. */
interface Step extends Receiver {

  default void setUp() {}

  default void startBundle() {}

  default void finishBundle() {}

  default void tearDown() {}
}
