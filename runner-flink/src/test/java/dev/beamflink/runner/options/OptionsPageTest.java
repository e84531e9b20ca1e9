package dev.beamflink.runner.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.junit.jupiter.api.Test;

class OptionsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "options.md");

  /** {@code -Ddocs.update=true} writes the page. */
  @Test
  void thePageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, OptionsPage.text());
    }
    assertEquals(OptionsPage.text(), Files.readString(PAGE));
  }

  @Test
  void thePageHasEveryOption() {
    String text = OptionsPage.text();
    assertEquals(
        List.of(),
        OptionGetters.of(FlinkPipelineOptions.class).stream()
            .filter(getter -> getter.getDeclaringClass().getName().startsWith("dev.beamflink"))
            .map(OptionGetters::optionName)
            .filter(name -> !text.contains("| `%s` |".formatted(name)))
            .toList());
  }
}
