package dev.beamflink.translation.runtime.sideinput;

/** What becomes of an element of the main input, by its window. */
public enum Readiness {
  /** All side inputs can be read: it is processed. */
  READY,

  /** A side input has nothing yet that could be read: the element waits. */
  WAITING,

  /** The element is later than the allowed lateness and the side inputs are gone: it is dropped. */
  EXPIRED
}
