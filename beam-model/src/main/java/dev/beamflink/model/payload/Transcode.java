package dev.beamflink.model.payload;

/**
 * Passes elements on, for its SDK to write them with another coder. One of the runner's own, which
 * SDKs know as a Flatten of one input.
 */
public record Transcode() implements TransformPayload {

  /** The URN of the transform. */
  public static final String URN = "beamflink:transform:transcode:v1";
}
