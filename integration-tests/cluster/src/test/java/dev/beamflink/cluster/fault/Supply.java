package dev.beamflink.cluster.fault;

/**
 * What the sources of a run have.
 *
 * @param elements of each split
 * @param perSecond elements of a split in a second; 0 for as fast as possible
 * @param heldBack elements at the end of each split that come slowly, the last one not at all,
 *     before the run is {@link FaultRun#finish finished}
 */
public record Supply(long elements, long perSecond, long heldBack) {

  /** The same elements, as fast as possible. */
  Supply atOnce() {
    return new Supply(elements, 0, 0);
  }
}
