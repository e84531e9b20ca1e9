package dev.beamflink.translation.runtime.harness;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleProgressResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.runners.fnexecution.control.BundleProgressHandler;
import org.jspecify.annotations.Nullable;

/** Keeps what a harness says at the end of a bundle. Written by one thread before another reads. */
final class BundleResponse implements BundleProgressHandler {

  private volatile @Nullable ProcessBundleResponse response;

  /** Nobody asks for progress. */
  @Override
  public void onProgress(ProcessBundleProgressResponse progress) {}

  @Override
  public void onCompleted(ProcessBundleResponse completed) {
    response = completed;
  }

  /**
   * What was said.
   *
   * @throws IllegalStateException before the end
   */
  ProcessBundleResponse get() {
    ProcessBundleResponse completed = response;
    if (completed == null) {
      throw new IllegalStateException("A bundle has not ended: a bug of the runner");
    }
    return completed;
  }
}
