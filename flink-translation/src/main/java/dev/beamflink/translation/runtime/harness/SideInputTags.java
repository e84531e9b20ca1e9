package dev.beamflink.translation.runtime.harness;

/** Names of side inputs that are unique in a stage: SDKs count them in each transform anew. */
public final class SideInputTags {

  private SideInputTags() {}

  /**
   * Names a side input.
   *
   * @param transformName full name of the transform that reads it
   * @param localName of the side input there
   */
  public static String of(String transformName, String localName) {
    return transformName + "/" + localName;
  }
}
