package dev.beamflink.runner.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A class that Beam finds through a service file.
 *
 * @param service name of the service's interface, and so of the file
 * @param implementation the class that the file lists
 */
record ServiceProvider(String service, String implementation) {

  private static final String LIST = "known-service-providers.txt";

  /** Providers of Beam's and our own jars, whether or not they are on the class path. */
  static List<ServiceProvider> known() {
    try (InputStream list = ServiceProvider.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException(LIST + " is missing beside " + ServiceProvider.class);
      }
      return new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(ServiceProvider::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(LIST + " can't be read", e);
    }
  }

  private static ServiceProvider parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length != 2) {
      throw new IllegalStateException(
          "%s: expected a service and a class, found '%s'".formatted(LIST, line));
    }
    return new ServiceProvider(words[0], words[1]);
  }

  /** Whether the class is there; it is not loaded. */
  boolean isOnClassPath(ClassLoader loader) {
    return loader.getResource(implementation.replace('.', '/') + ".class") != null;
  }
}
