package dev.beamflink.model.print;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shortens Beam's URNs to the part that tells them apart. */
final class UrnPrinter {
  // beam:coder:kv:v1, beam:coders:javasdk:0.1, beam:window_fn:fixed_windows:v1
  private static final Pattern BEAM_URN = Pattern.compile("beam:[a-z_]+:(.+):v?[0-9.]+");

  private UrnPrinter() {}

  /** Returns the name within a URN; a URN of another form as it is. */
  static String print(String urn) {
    Matcher matcher = BEAM_URN.matcher(urn);
    return matcher.matches() ? matcher.group(1) : urn;
  }
}
