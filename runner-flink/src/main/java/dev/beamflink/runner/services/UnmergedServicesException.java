package dev.beamflink.runner.services;

import java.io.Serial;
import java.util.Collection;
import java.util.List;

/** The program's jar was put together without merging service files. Nothing has been submitted. */
public final class UnmergedServicesException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1L;

  /** How many missing classes the message names. */
  private static final int NAMED = 5;

  UnmergedServicesException(Collection<String> services, List<ServiceProvider> missing) {
    super(message(services, missing));
  }

  private static String message(Collection<String> services, List<ServiceProvider> missing) {
    List<String> named =
        missing.stream().limit(NAMED).map(ServiceProvider::implementation).toList();
    String more = missing.size() > NAMED ? " and %d more".formatted(missing.size() - NAMED) : "";
    return ("The program's jar was built without merging META-INF/services: its files for %s"
            + " do not list %s%s, though the classes are there, so Beam can't find them. Merge the"
            + " files when building the jar: with Maven's shade plugin by its"
            + " ServicesResourceTransformer, with Gradle's shadow plugin by mergeServiceFiles().")
        .formatted(String.join(", ", services), String.join(", ", named), more);
  }
}
