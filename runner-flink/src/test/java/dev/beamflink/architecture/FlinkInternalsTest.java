package dev.beamflink.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * ARCHITECTURE.md lists what we use of Flink's internals: what to look at when Flink moves on.
 * {@code -Ddocs.update=true} writes the list anew.
 */
class FlinkInternalsTest {

  private static final Pattern LIST =
      Pattern.compile("(?<=<!-- flink internals -->\n)(.*?)(?=<!-- end -->)", Pattern.DOTALL);

  @Test
  void architectureListsThem() throws IOException {
    String text = ArchitectureDocument.text();
    Matcher list = LIST.matcher(text);
    assertTrue(list.find(), "the list has lost its marks");
    String current = FlinkInternals.markdown();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          ArchitectureDocument.FILE, list.replaceFirst(Matcher.quoteReplacement(current)));
    } else {
      assertEquals(current, list.group(1), "run this test with -Ddocs.update=true");
    }
  }
}
