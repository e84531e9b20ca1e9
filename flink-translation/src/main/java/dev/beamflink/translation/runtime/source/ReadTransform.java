package dev.beamflink.translation.runtime.source;

import java.io.Serializable;

/**
 * Names the transform that a source executes, for error messages.
 *
 * @param fullName the transform's full name, as the user knows it
 * @param urn what it is
 */
public record ReadTransform(String fullName, String urn) implements Serializable {

  @Override
  public String toString() {
    return "Transform '" + fullName + "' (" + urn + ")";
  }
}
