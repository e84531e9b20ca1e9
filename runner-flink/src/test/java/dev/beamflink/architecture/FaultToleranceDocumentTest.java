package dev.beamflink.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beamflink.runner.savepoint.SavepointPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/fault-tolerance.md speaks of every primitive, operator and source, and of tests that there
 * are. {@link ArchitectureDocumentTest} compares the table of primitives that this starts from with
 * the translators.
 */
class FaultToleranceDocumentTest {

  private static final Path PAGE =
      ArchitectureDocument.FILE.resolveSibling("docs/fault-tolerance.md");

  private static final Pattern PIPELINE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)*)`");

  /** The first cell of a row, but for heads and what is below them. */
  private static final Pattern FIRST_CELL = Pattern.compile("^\\| ([^|]+) \\|", Pattern.MULTILINE);

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  @Test
  void everyPrimitiveHasARow() throws IOException {
    Set<String> rows = new TreeSet<>();
    FIRST_CELL.matcher(page()).results().forEach(row -> rows.addAll(names(row.group(1))));
    Set<String> primitives = PrimitiveTable.primitives();
    assertFalse(primitives.isEmpty(), "ARCHITECTURE.md has a table of primitives");
    primitives.removeIf(
        name -> rows.contains(name) || rows.stream().anyMatch(row -> row.startsWith(name + ",")));
    assertEquals(Set.of(), primitives, "add rows for these");
  }

  @Test
  void everyOperatorAndSourceIsNamed() throws IOException {
    String page = page();
    Set<String> missing =
        PrimitiveTable.operators().stream()
            .filter(name -> name.matches(".*(Operator|Source|Function)"))
            .filter(name -> !page.contains("`" + name + "`"))
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), missing, "say what these keep");
  }

  @Test
  void everyPipelineOfTheSavepointsIsNamedAndNoOther() throws IOException {
    Set<String> named = new TreeSet<>();
    PIPELINE.matcher(tables()).results().forEach(name -> named.add(name.group(1)));
    Set<String> pipelines =
        Arrays.stream(SavepointPipeline.values())
            .map(Enum::name)
            .collect(toCollection(TreeSet::new));
    assertEquals(pipelines, named);
  }

  /** Where pipelines are named: other capital words stand behind it. */
  private static String tables() throws IOException {
    String page = page();
    return page.substring(0, page.indexOf("## What is no operator"));
  }

  private static List<String> names(String cell) {
    return List.of(cell.split("; "));
  }
}
