package dev.beamflink.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beamflink.benchmarks.fork.ForkPlan;
import dev.beamflink.benchmarks.fork.ForkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What forks of one commit have found: a line of JSON each, so that a table may be gathered in
 * pieces, and what it was made of can be read beside it.
 */
final class KeptForks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String commit;
  private final Path file;
  private final Map<String, Kept> byName = new LinkedHashMap<>();

  /** A line. The plan says nothing of directories, which are another machine's. */
  private record Kept(String commit, String name, ForkPlan plan, ForkResult result) {}

  /**
   * None yet.
   *
   * @param commit of those that run from now on
   * @param file to keep them in, at once, so that what stops a run costs one fork
   */
  KeptForks(String commit, Path file) {
    this.commit = commit;
    this.file = file;
  }

  /** Takes over those of this commit that a file has, if there is one. */
  void takeOver(Path earlier) throws IOException {
    if (!Files.exists(earlier)) {
      return;
    }
    for (String line : Files.readAllLines(earlier)) {
      Kept kept = JSON.readValue(line, Kept.class);
      if (kept.commit.equals(commit)) {
        byName.put(kept.name, kept);
      }
    }
  }

  /** What the fork of this name has found, if it has run by this plan. */
  Optional<ForkResult> find(String name, ForkPlan plan) {
    return Optional.ofNullable(byName.get(name))
        .filter(kept -> kept.plan.equals(plan.in("")))
        .map(Kept::result);
  }

  void add(String name, ForkPlan plan, ForkResult result) throws IOException {
    Kept kept = new Kept(commit, name, plan.in(""), result);
    byName.put(name, kept);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, line(kept), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes all of this commit, in place of what the file has. */
  void write(Path other) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Kept kept : byName.values()) {
      lines.add(line(kept));
    }
    Files.createDirectories(other.toAbsolutePath().getParent());
    Files.writeString(other, String.join("", lines));
  }

  private static String line(Kept kept) throws IOException {
    return JSON.writeValueAsString(kept) + "\n";
  }
}
