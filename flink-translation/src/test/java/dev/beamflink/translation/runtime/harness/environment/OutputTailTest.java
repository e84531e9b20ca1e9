package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTailTest {

  private final OutputTail tail = new OutputTail();
  private final List<String> lines = new ArrayList<>();

  @Test
  void nothingIsNoText() throws IOException {
    read("");
    assertEquals("", tail.text());
  }

  @Test
  void lastLineMayLackItsEnd() throws IOException {
    read("a\r\n\nb");
    assertEquals(List.of("a", "", "b"), lines);
    assertEquals("a\n\nb", tail.text());
  }

  @Test
  void lastLinesAreKept() throws IOException {
    int count = OutputTail.MAX_LINES + 1;
    read(IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    assertEquals(count, lines.size());
    assertEquals(
        IntStream.range(1, count).mapToObj(String::valueOf).toList(), tail.text().lines().toList());
  }

  @Test
  void longLineComesInPieces() throws IOException {
    read("x".repeat(OutputTail.MAX_LINE_LENGTH) + "yz\n");
    assertEquals(List.of("x".repeat(OutputTail.MAX_LINE_LENGTH), "yz"), lines);
  }

  private void read(String output) throws IOException {
    tail.readAll(new StringReader(output), lines::add);
  }
}
