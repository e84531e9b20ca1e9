package dev.beamflink.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between documents, and to sources, lead somewhere. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

  /** A link to a test method: {@code [FooTest#bar](path/FooTest.java)}. */
  private static final Pattern METHOD = Pattern.compile("\\[(\\w+)#(\\w+)]\\(([^)]+\\.java)\\)");

  /** A link to a class: {@code [Foo](path/Foo.java)} or to a method of it. */
  private static final Pattern CLASS = Pattern.compile("\\[(\\w+)(?:#\\w+)?]\\(([^)]+\\.java)\\)");

  @Test
  void linksLeadToFiles() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : Documents.all()) {
      LINK.matcher(Files.readString(document))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !link.startsWith("http"))
          .filter(link -> !Files.exists(document.resolveSibling(link)))
          .forEach(link -> broken.add(document + ": " + link));
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void testMethodsThatAreNamedExist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : Documents.all()) {
      for (MatchResult link : METHOD.matcher(Files.readString(document)).results().toList()) {
        String source = Files.readString(document.resolveSibling(link.group(3)));
        if (!source.contains("void " + link.group(2) + "(")) {
          missing.add(document + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void linksAreNamedAsTheClassesThatTheyLeadTo() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path document : Documents.all()) {
      CLASS
          .matcher(Files.readString(document))
          .results()
          .filter(link -> !link.group(2).endsWith("/" + link.group(1) + ".java"))
          .forEach(link -> wrong.add(document + ": " + link.group()));
    }
    assertEquals(List.of(), wrong);
  }
}
