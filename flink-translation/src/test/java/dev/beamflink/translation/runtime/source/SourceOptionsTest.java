package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class SourceOptionsTest {

  private static long bytes(Configuration configuration) throws Exception {
    ListSource source = new ListSource(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), 1);
    return SourceOptions.bundleSize(1, configuration)
        .desiredBytes(source, PipelineOptionsFactory.create(), 1);
  }

  private static Configuration configuration(String key, String value) {
    Configuration configuration = new Configuration();
    configuration.setString(key, value);
    return configuration;
  }

  @Test
  void splitsAreNoLargerThanConfigured() throws Exception {
    long asked = bytes(new Configuration());
    assertEquals(asked, bytes(configuration("beam.source.max-split-size", "1gb")));
    assertEquals(1, bytes(configuration("beam.source.max-split-size", "1b")));
  }

  @Test
  void watermarksGoOutAsOftenAsConfigured() {
    assertEquals(Duration.ofMillis(100), SourceOptions.watermarkInterval(new Configuration()));
    assertEquals(
        Duration.ofMillis(7),
        SourceOptions.watermarkInterval(configuration("pipeline.auto-watermark-interval", "7 ms")));
  }
}
