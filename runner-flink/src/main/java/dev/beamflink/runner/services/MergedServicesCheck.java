package dev.beamflink.runner.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses to run from a jar whose {@code META-INF/services} were not merged: one jar's file has
 * replaced that of another then, and Beam no longer finds, say, how to translate a ParDo.
 */
public final class MergedServicesCheck {

  private MergedServicesCheck() {}

  /**
   * Looks for every provider that Beam's jars bring.
   *
   * @param loader finds the classes of Beam and of the user
   * @throws UnmergedServicesException with every provider that is on the class path and in no
   *     service file
   */
  public static void check(ClassLoader loader) {
    ServiceFiles files = new ServiceFiles(loader);
    List<ServiceProvider> missing = new ArrayList<>();
    for (ServiceProvider provider : ServiceProvider.known()) {
      if (!files.providersOf(provider.service()).contains(provider.implementation())
          && provider.isOnClassPath(loader)) {
        missing.add(provider);
      }
    }
    if (!missing.isEmpty()) {
      Set<String> services = new TreeSet<>();
      missing.forEach(provider -> services.add(provider.service()));
      throw new UnmergedServicesException(services, missing);
    }
  }
}
