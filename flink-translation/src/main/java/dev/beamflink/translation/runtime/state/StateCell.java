package dev.beamflink.translation.runtime.state;

import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;

/**
 * A state of a transform, opened once: what is the same for all its keys and windows.
 *
 * <p>The states that it answers are equal if they are of one cell and namespace, whatever object
 * they are: runners-core merges windows by comparing states.
 */
interface StateCell<S extends State> {

  /** The state of the current key in a namespace. Costs no access to the backend. */
  S at(EncodedNamespace namespace, StateContext<?> context);
}
