package dev.beamflink.translation.runtime.stage;

/** Stages of Java transforms, called directly in the task's JVM. */
public enum InProcessExecutors implements StageExecutors {
  INSTANCE;

  @Override
  public StageExecutor create(StageSpec spec, StageServices services, StageHost host) {
    return InProcessStageBuilder.build(spec, services);
  }

  @Override
  public StatefulRoot statefulRoot(StageSpec spec) {
    return DeclaredStates.of(spec);
  }
}
