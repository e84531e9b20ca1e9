package dev.beamflink.translation.runtime.stage;

/**
 * User code of a transform threw. The message names the transform, the cause is the user's own
 * exception. Travels from the task to the caller of {@code waitUntilFinish()}.
 */
public final class TransformFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String transformName;

  /**
   * @param transformName full name of the transform
   * @param method what was called, as in {@code @ProcessElement}
   * @param userException what the user's code threw
   */
  public TransformFailedException(String transformName, String method, Throwable userException) {
    super(
        "Transform '%s' failed in %s: %s".formatted(transformName, method, userException),
        userException);
    this.transformName = transformName;
  }

  /** Full name of the transform whose code threw. */
  public String transformName() {
    return transformName;
  }
}
