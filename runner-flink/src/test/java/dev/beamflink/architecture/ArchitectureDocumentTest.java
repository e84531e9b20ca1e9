package dev.beamflink.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md names what there is, and where it is. */
class ArchitectureDocumentTest {

  private static final int MAX_LINES = 250;
  private static final Path SOURCES =
      ArchitectureDocument.FILE.resolveSibling("flink-translation/src/main/java");
  private static final String TRANSLATION = "dev.beamflink.translation.";

  private static final Pattern CLASS =
      Pattern.compile("`(?:[a-z]+\\.)*([A-Z]+[a-z]\\w*)(?:\\.\\w+)*`");

  @Test
  void tableOfPrimitivesLeadsToFiles() {
    Set<String> classes = classes();
    assertFalse(classes.isEmpty(), "the table of primitives is not where it was");
    List<Path> missing =
        classes.stream()
            .map(name -> SOURCES.resolve(name.replace('.', '/') + ".java"))
            .filter(file -> !Files.exists(file))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void everyTranslatorAndOperatorAndSourceIsInTheTable() {
    Set<String> there =
        ProductClasses.all().stream()
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(ArchitectureDocumentTest::belongsInTable)
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));
    there.removeAll(classes());
    assertEquals(Set.of(), there, "add these to the table of primitives");
  }

  private static boolean belongsInTable(JavaClass type) {
    return type.getName().endsWith("Translator")
            && type.getPackageName().equals(TRANSLATION + "translate")
            && !type.getSimpleName().equals("PipelineTranslator")
        || type.isAssignableTo("org.apache.flink.streaming.api.operators.StreamOperator")
        || type.isAssignableTo("org.apache.flink.api.connector.source.Source");
  }

  @Test
  void everyClassThatItNamesExists() {
    String text = ArchitectureDocument.text();
    // Flink's internals have a test of their own.
    String ours = text.substring(0, text.indexOf("<!-- flink internals -->"));
    Set<String> named = new TreeSet<>();
    CLASS.matcher(ours).results().forEach(name -> named.add(name.group(1)));
    named.removeAll(
        ProductClasses.all().stream()
            .flatMap(
                type ->
                    Stream.concat(
                        Stream.of(type),
                        type.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)))
            .map(JavaClass::getSimpleName)
            .toList());
    named.remove(FlinkInternalsTest.class.getSimpleName());
    assertEquals(Set.of(), named, "these are gone");
  }

  @Test
  void itStaysShort() {
    long lines = ArchitectureDocument.text().lines().count();
    assertTrue(lines <= MAX_LINES, () -> lines + " lines, at most " + MAX_LINES);
  }

  /** The full names of all classes in the table. */
  private static Set<String> classes() {
    return Stream.concat(
            PrimitiveTable.translators().stream().map(name -> "translate." + name),
            PrimitiveTable.operators().stream().map(name -> "runtime." + name))
        .map(name -> TRANSLATION + name)
        .collect(toCollection(TreeSet::new));
  }
}
