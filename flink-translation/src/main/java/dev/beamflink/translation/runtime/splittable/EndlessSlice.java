package dev.beamflink.translation.runtime.splittable;

/** Lets every restriction run to its end. */
public final class EndlessSlice implements Slice {

  @Override
  public void begin() {}

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public boolean reachedAtClaim() {
    return false;
  }

  @Override
  public boolean reachedAtOutput() {
    return false;
  }
}
