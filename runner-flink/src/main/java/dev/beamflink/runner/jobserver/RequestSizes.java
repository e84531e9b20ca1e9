package dev.beamflink.runner.jobserver;

/** How large requests may be for the memory that there is. */
final class RequestSizes {

  /** A request is there as bytes and as a message, and so may those be that wait to be run. */
  private static final int PART_OF_MEMORY = 8;

  private RequestSizes() {}

  /** The largest request that is taken, in bytes: an eighth of the memory. */
  static int largest() {
    return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
  }
}
