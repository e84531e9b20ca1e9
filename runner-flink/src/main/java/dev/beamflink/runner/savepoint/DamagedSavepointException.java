package dev.beamflink.runner.savepoint;

import java.io.IOException;
import java.io.Serial;

/** A savepoint is there, but no job can start from it. */
public final class DamagedSavepointException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param why as the rest of a sentence that the savepoint starts
   */
  DamagedSavepointException(String why, Throwable cause) {
    super(why, cause);
  }
}
