package dev.beamflink.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatefulDeduplicationITCase {

  private static final int EVENTS = 900;

  @TempDir Path output;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachOrderPassesOnce(boolean streaming) throws Exception {
    StatefulDeduplication.main(
        new String[] {
          "--runner=TestFlinkRunner",
          "--parallelism=2",
          "--streaming=" + streaming,
          "--events=" + EVENTS,
          "--rate=100000",
          "--output=" + output.resolve("orders")
        });

    List<String> expected =
        LongStream.range(0, EVENTS)
            .filter(number -> number % 3 != 2)
            .mapToObj(number -> "order-%d: %d".formatted(number, 100 + number))
            .sorted()
            .toList();
    assertEquals(expected, OutputLines.all(output));
  }
}
