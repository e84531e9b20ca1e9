package dev.beamflink.runner.upgrade;

/** What becomes of a state, from best to worst. */
public enum Verdict {
  /** The new job goes on with it. */
  MAPS,

  /** The new job goes on with it, and writes it in another way: a schema has got fields. */
  MIGRATES,

  /** The new job starts it empty. */
  NEW,

  /** Nothing of the new job has it. */
  DROPPED,

  /** The new job has it, but can't read it: it will not start. */
  REFUSED
}
