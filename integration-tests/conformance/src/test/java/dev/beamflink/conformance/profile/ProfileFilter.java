package dev.beamflink.conformance.profile;

import java.util.Arrays;

/** The first column of a table: {@code *} or names of profiles separated by commas. */
final class ProfileFilter {

  private ProfileFilter() {}

  static boolean applies(String profiles, String profile) {
    return profiles.equals("*")
        || Arrays.stream(profiles.split(",")).map(String::strip).anyMatch(profile::equals);
  }
}
