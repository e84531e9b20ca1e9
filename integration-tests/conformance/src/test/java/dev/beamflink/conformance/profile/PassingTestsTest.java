package dev.beamflink.conformance.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.conformance.suite.TestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PassingTestsTest {

  private static final TestId A = new TestId("x.A", "test");
  private static final TestId B = new TestId("x.B", "test");
  private static final TestId C = new TestId("x.C", "test");

  @TempDir Path resources;

  @Test
  void onlyGrowsAndStaysSorted() throws IOException {
    Files.writeString(resources.resolve("passing-fast.txt"), C + "\n" + A + "\n");
    PassingTests list = new PassingTests(resources, "fast");

    assertEquals(Set.of(B), list.add(List.of(B, C)));

    assertEquals(Optional.of(new TreeSet<>(Set.of(A, B, C))), list.read());
    assertEquals(
        List.of(A.toString(), B.toString(), C.toString()),
        Files.readAllLines(resources.resolve("passing-fast.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList());
  }

  @Test
  void absentListIsNotEmpty() {
    PassingTests list = new PassingTests(resources, "fast");

    assertEquals(Optional.empty(), list.read());
    assertThrows(IllegalStateException.class, () -> list.add(List.of(A)));
  }
}
