package dev.beamflink.cluster.longrun;

import java.util.HashMap;
import java.util.Map;

/** Reads a command line of options that have a number each: {@code --name N}. */
final class NumberOptions {

  /**
   * Ends this program with code 2, and says how to call it, unless it was called so.
   *
   * @param defaults all options there are, without their dashes
   */
  static Map<String, Long> parse(String[] arguments, Map<String, Long> defaults, String usage) {
    Map<String, Long> options = new HashMap<>(defaults);
    for (int index = 0; index < arguments.length; index += 2) {
      String name = arguments[index].replaceFirst("^--", "");
      String value = index + 1 < arguments.length ? arguments[index + 1] : "";
      if (!defaults.containsKey(name) || !value.matches("\\d{1,18}")) {
        System.err.println(usage);
        System.exit(2);
      }
      options.put(name, Long.parseLong(value));
    }
    return options;
  }

  private NumberOptions() {}
}
