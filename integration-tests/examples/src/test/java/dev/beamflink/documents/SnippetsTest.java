package dev.beamflink.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What documents show of Java and XML is what the build compiles and uses. {@code
 * -Ddocs.update=true} writes the present sources into the documents.
 */
class SnippetsTest {

  private static final Pattern SNIPPET =
      Pattern.compile("<!-- snippet: (\\S+) (\\S+) -->\n```(java|xml)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("^```(java|xml)$", Pattern.MULTILINE);

  @Test
  void documentsShowTheSourcesAsTheyAre() throws IOException {
    for (Path document : Documents.all()) {
      String text = Files.readString(document);
      String current = SNIPPET.matcher(text).replaceAll(SnippetsTest::current);
      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(document, current);
      } else {
        assertEquals(
            current, text, () -> document + " is stale: run this test with -Ddocs.update=true");
      }
    }
  }

  @Test
  void everyPieceOfCodeIsASnippet() throws IOException {
    for (Path document : Documents.all()) {
      String text = Files.readString(document);
      long snippets = SNIPPET.matcher(text).results().count();
      long code = CODE.matcher(text).results().count();
      assertEquals(snippets, code, () -> "Code of " + document + " that nobody compiles");
    }
    assertTrue(SNIPPET.matcher(Files.readString(Documents.REPOSITORY.resolve("README.md"))).find());
  }

  private static String current(MatchResult snippet) {
    try {
      String text = new Snippet(snippet.group(1), snippet.group(2)).text(Documents.REPOSITORY);
      return Matcher.quoteReplacement(
          "<!-- snippet: %s %s -->\n```%s\n%s```"
              .formatted(snippet.group(1), snippet.group(2), snippet.group(3), text));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + snippet.group(1), e);
    }
  }
}
