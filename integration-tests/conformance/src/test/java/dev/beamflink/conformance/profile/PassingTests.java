package dev.beamflink.conformance.profile;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tests known to pass, {@code passing-<profile>.txt}, while the runner cannot pass most of the
 * suite yet: exactly these run and must pass. The list only grows. Without the file, the whole
 * suite runs except what the exclusion file names.
 */
public final class PassingTests {

  private final Path file;

  /** The list of a profile, whether or not it exists. */
  public PassingTests(Path resources, String profile) {
    this.file = resources.resolve("passing-" + profile + ".txt");
  }

  /** The tests of the list, or nothing if there is no list. */
  public Optional<SortedSet<TestId>> read() {
    return Files.exists(file) ? Optional.of(TextTable.readTests(file)) : Optional.empty();
  }

  /** Adds tests to the list, which must exist, and returns those that are new in it. */
  public SortedSet<TestId> add(Collection<TestId> passed) {
    SortedSet<TestId> tests =
        read()
            .orElseThrow(
                () -> new IllegalStateException("There is no list of passing tests: " + file));
    SortedSet<TestId> added = new TreeSet<>(passed);
    added.removeAll(tests);
    tests.addAll(added);
    write(tests);
    return added;
  }

  private void write(SortedSet<TestId> tests) {
    StringBuilder text =
        new StringBuilder("# Tests that pass and must go on passing. Only grows:\n")
            .append("# scripts/conformance <profile> --update-passing adds what passes now.\n");
    tests.forEach(test -> text.append(test).append('\n'));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
