package dev.beamflink.translation.runtime.sharing;

import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;

/** A slice in which half of what is left of a restriction goes to a sibling that wants it. */
final class SharedSlice implements Slice {

  private final Slice slice;
  private final SharingWithSiblings sharing;

  SharedSlice(Slice slice, SharingWithSiblings sharing) {
    this.slice = slice;
    this.sharing = sharing;
  }

  @Override
  public void begin() {
    slice.begin();
  }

  @Override
  public boolean isOver() {
    return slice.isOver();
  }

  @Override
  public void claimsFirst() {
    slice.claimsFirst();
  }

  @Override
  public boolean reachedAtClaim() {
    return slice.reachedAtClaim();
  }

  @Override
  public boolean reachedAtOutput() {
    return slice.reachedAtOutput();
  }

  @Override
  public long earliestHalfMillis() {
    return sharing.earliestHalfMillis();
  }

  @Override
  public void takeHalf(Residual half) {
    sharing.takeHalf(half);
  }
}
