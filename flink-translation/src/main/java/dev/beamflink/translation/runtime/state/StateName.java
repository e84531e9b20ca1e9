package dev.beamflink.translation.runtime.state;

/**
 * Identity of a state in savepoints: the transform it belongs to and its id there.
 *
 * @param transform full name of the transform
 * @param system whether the state is one of the runner's own; user and system ids may be the same
 * @param id the id that the owner gave
 */
record StateName(String transform, boolean system, String id) {

  /** The name of the Flink state; part of the savepoint format. */
  String inFlink() {
    return transform + (system ? "/system:" : "/user:") + id;
  }

  /** How messages call the state. */
  @Override
  public String toString() {
    return (system ? "System state '" : "State '") + id + "' of transform '" + transform + "'";
  }
}
