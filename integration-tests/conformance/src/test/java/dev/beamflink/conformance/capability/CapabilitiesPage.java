package dev.beamflink.conformance.capability;

import dev.beamflink.conformance.profile.Profile;
import dev.beamflink.conformance.published.PublishedResults;
import dev.beamflink.conformance.run.ModuleDirectory;
import dev.beamflink.conformance.suite.TestPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes docs/capabilities.md from {@code capabilities.txt} and the published results of the
 * profiles.
 */
public final class CapabilitiesPage {

  private static final String HEAD =
      """
      # Capabilities

      <!-- Generated from capabilities.txt and docs/conformance/*.csv. scripts/conformance writes it, and so does
           mvn -Dquick -pl integration-tests/conformance -am test -Dtest=CapabilitiesPageTest \\
             -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true -->

      [Beam's capability matrix](https://beam.apache.org/documentation/runners/capability-matrix/), row by row. A row says yes if every
      test named in it passes in every profile; the numbers say how many of Beam's own tests these are. Tests of ours, as links, are
      part of `mvn verify`; they prove what Beam's suite lacks.

      The profiles are those of [conformance](conformance/README.md):

      """;

  private final List<Capability> rows;
  private final Map<String, PublishedResults> results;
  private final OwnTests ownTests;
  private final Path file;

  CapabilitiesPage(
      List<Capability> rows, Map<String, PublishedResults> results, OwnTests ownTests, Path file) {
    this.rows = List.copyOf(rows);
    this.results = results;
    this.ownTests = ownTests;
    this.file = file;
  }

  /** The page of this repository, with a column for each profile of which there are results. */
  public static CapabilitiesPage of(ModuleDirectory module) {
    Map<String, PublishedResults> results = new LinkedHashMap<>();
    Profile.namesOfOurRunner(module.resources()).stream()
        .filter(profile -> PublishedResults.exist(module.published(), profile))
        .forEach(
            profile -> results.put(profile, PublishedResults.read(module.published(), profile)));
    return new CapabilitiesPage(
        CapabilityFile.read(module.resources().resolve("capabilities.txt")),
        results,
        new OwnTests(module.repository()),
        module.repository().resolve("docs/capabilities.md"));
  }

  /** Writes the page and returns where. */
  public Path write() {
    try {
      return Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Where the page is. */
  Path file() {
    return file;
  }

  /**
   * The page.
   *
   * @throws IllegalArgumentException if a row names tests that do not exist
   */
  String text() {
    StringBuilder page = new StringBuilder(HEAD);
    results.values().forEach(profile -> page.append("- ").append(profile.head()).append('\n'));
    rows.stream()
        .collect(
            Collectors.groupingBy(Capability::section, LinkedHashMap::new, Collectors.toList()))
        .forEach((section, capabilities) -> page.append(section(section, capabilities)));
    return page.toString();
  }

  private String section(String title, List<Capability> capabilities) {
    String columns = String.join(" | ", results.keySet());
    return "\n## %s\n\n| capability | | %s | proved by |\n|---|---|%s---|\n%s"
        .formatted(
            title,
            columns,
            "---|".repeat(results.size()),
            capabilities.stream().map(this::row).collect(Collectors.joining()));
  }

  private String row(Capability capability) {
    capability.suite().forEach(pattern -> requireMatch(capability, pattern));
    List<Proof> proofs =
        results.values().stream().map(profile -> Proof.of(capability.suite(), profile)).toList();
    List<String> cells = new ArrayList<>(List.of(capability.name(), verdict(capability, proofs)));
    proofs.forEach(proof -> cells.add(proof.cell()));
    cells.add(tests(capability));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String verdict(Capability capability, List<Proof> proofs) {
    SortedSet<String> others = new TreeSet<>();
    proofs.forEach(proof -> others.addAll(proof.others()));
    List<String> sentences = new ArrayList<>();
    if (capability.suite().isEmpty() && capability.own().isEmpty()) {
      sentences.add("**no**");
    } else if (others.isEmpty() && capability.lacks().isEmpty()) {
      sentences.add("yes");
    } else {
      if (!capability.lacks().isEmpty()) {
        others.add(capability.lacks());
      }
      sentences.add("**partly**, without " + String.join(", ", others));
    }
    if (!capability.note().isEmpty()) {
      sentences.add(capability.note());
    }
    return String.join(". ", sentences);
  }

  private String tests(Capability capability) {
    return Stream.concat(
            capability.suite().stream().map(pattern -> "`" + pattern + "`"),
            capability.own().stream().map(ownTests::link))
        .collect(Collectors.joining(", "));
  }

  private void requireMatch(Capability capability, TestPattern pattern) {
    if (results.values().stream()
        .allMatch(profile -> Proof.of(List.of(pattern), profile).equals(new Proof(0, List.of())))) {
      throw new IllegalArgumentException(
          "capabilities.txt, row '%s': no test that is run is named %s"
              .formatted(capability.name(), pattern));
    }
  }
}
