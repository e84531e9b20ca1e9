package dev.beamflink.translation.runtime.format;

/**
 * An operator's factory, a function or a source that can say, in the client, what will be in
 * savepoints. What has state in STREAMING and does not say so is missing in plans.
 */
public interface Described {

  /** Describes the states that the operator opens, all of them. */
  OperatorDescription describe();
}
