package dev.beamflink.translation.runtime.state;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/** Tells whether user code may still use an object: whether the reference to it is not cleared. */
@FunctionalInterface
interface Reachability {

  /** What the garbage collector has found out. */
  Reachability WEAK = WeakReference::new;

  <V> Reference<V> of(V value);
}
