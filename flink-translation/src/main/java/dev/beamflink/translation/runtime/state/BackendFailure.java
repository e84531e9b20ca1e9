package dev.beamflink.translation.runtime.state;

/** Names the state in what a state backend throws. */
final class BackendFailure {

  private BackendFailure() {}

  static StateAccessException at(StateName name, Exception failure) {
    return failure instanceof StateAccessException named
        ? named
        : new StateAccessException(name + " cannot be read or written by its backend.", failure);
  }
}
