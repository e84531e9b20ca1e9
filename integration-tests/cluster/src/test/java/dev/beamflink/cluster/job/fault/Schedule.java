package dev.beamflink.cluster.job.fault;

import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * How much is read, and how fast.
 *
 * @param elements per split
 * @param perSecond elements of a split in a second; 0 for as fast as possible
 * @param heldBack elements at the end of each split that come slowly, the last one not at all,
 *     before the driver's release
 * @param directory where driver and job meet, see {@link Meeting}
 */
public record Schedule(long elements, long perSecond, long heldBack, String directory)
    implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  static Schedule of(FaultOptions options) {
    return new Schedule(
        options.getElements(), options.getRate(), options.getHeldBack(), options.getDirectory());
  }

  /** Whether an element has to wait for the driver's release. */
  boolean isHeldBack(long offset) {
    return offset >= elements - heldBack;
  }

  /** Returns the directory that driver and job share. */
  public Meeting meeting() {
    return new Meeting(Path.of(directory));
  }
}
