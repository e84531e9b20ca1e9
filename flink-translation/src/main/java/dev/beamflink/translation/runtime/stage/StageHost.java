package dev.beamflink.translation.runtime.stage;

import org.apache.flink.api.common.JobID;

/** The task that a stage runs in, as its executor may know it. */
public interface StageHost {

  /** The job that the task belongs to. */
  JobID job();

  /** The slot that the task runs in; tasks of one slot share what belongs to it. */
  String slot();

  /** Loads what the job brings along; another one after all tasks of the job were gone. */
  ClassLoader userClasses();

  /**
   * Runs an action in the task's thread, soon, between elements; when the task has ended by then it
   * is dropped. Called from any thread.
   */
  void execute(Runnable action);

  /**
   * Says what to do when the last task of the job leaves this JVM.
   *
   * @param name under which the first registration counts, and others are ignored
   */
  void whenJobLeaves(String name, Runnable release);
}
