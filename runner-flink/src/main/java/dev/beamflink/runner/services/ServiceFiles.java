package dev.beamflink.runner.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The service files of a class path. Reads names only: no provider is loaded. */
final class ServiceFiles {

  private final ClassLoader loader;
  private final Map<String, Set<String>> providers = new HashMap<>();

  ServiceFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /** The class names that all files of a service list. */
  Set<String> providersOf(String service) {
    return providers.computeIfAbsent(service, this::read);
  }

  private Set<String> read(String service) {
    Set<String> names = new HashSet<>();
    try {
      for (URL file : Collections.list(loader.getResources("META-INF/services/" + service))) {
        read(file, names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The service files of %s can't be read".formatted(service), e);
    }
    return names;
  }

  private static void read(URL file, Set<String> names) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false); // a cached jar file stays open for ever
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(name -> !name.isEmpty())
          .forEach(names::add);
    }
  }
}
