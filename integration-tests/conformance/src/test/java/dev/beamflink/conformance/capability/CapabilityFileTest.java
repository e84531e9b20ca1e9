package dev.beamflink.conformance.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilityFileTest {

  @TempDir Path directory;

  @Test
  void rowsBelongToTheSectionAboveThem() throws IOException {
    List<Capability> rows =
        read(
            """
            # comment
            [What]
            row: A
            suite: TestA TestB#c
            own: x.Y
            lacks: the half
            note: two words

            [When]
            row: B
            """);

    assertEquals(2, rows.size());
    Capability first = rows.get(0);
    assertEquals("What", first.section());
    assertEquals("A", first.name());
    assertEquals(
        List.of("TestA", "TestB#c"), first.suite().stream().map(Object::toString).toList());
    assertEquals(List.of("x.Y"), first.own());
    assertEquals("the half", first.lacks());
    assertEquals("two words", first.note());
    assertEquals(new Capability("When", "B", List.of(), List.of(), "", ""), rows.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "suite: before any row",
        "row: A\nsuite: B\nsuite: C",
        "row: A\nunknown: B",
        "row: A\nno key"
      })
  void otherLinesAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> read(text));
  }

  private List<Capability> read(String text) throws IOException {
    return CapabilityFile.read(Files.writeString(directory.resolve("rows.txt"), text));
  }
}
