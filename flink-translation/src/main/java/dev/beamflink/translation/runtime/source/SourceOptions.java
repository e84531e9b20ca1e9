package dev.beamflink.translation.runtime.source;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;

/** What a job's configuration says about sources. Read by the client, when it translates. */
public final class SourceOptions {

  /** Size of the splits of bounded sources at most. */
  public static final ConfigOption<MemorySize> MAX_SPLIT_SIZE =
      ConfigOptions.key("beam.source.max-split-size")
          .memoryType()
          .noDefaultValue()
          .withDescription("Size of the splits of bounded Beam sources at most.");

  /** Unless the user sets one: Flink's own default, 200 ms, would add to the latency of windows. */
  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(100);

  private SourceOptions() {}

  /** About so many splits for each reader, of the largest size at most. */
  public static BundleSize bundleSize(int splitsPerReader, ReadableConfig configuration) {
    BundleSize perReader = new BundleSize.PerReader(splitsPerReader);
    return configuration
        .getOptional(MAX_SPLIT_SIZE)
        .<BundleSize>map(largest -> new BundleSize.AtMost(perReader, largest.getBytes()))
        .orElse(perReader);
  }

  /** Time between two watermarks of an unbounded source. */
  public static Duration watermarkInterval(ReadableConfig configuration) {
    return configuration
        .getOptional(PipelineOptions.AUTO_WATERMARK_INTERVAL)
        .orElse(WATERMARK_INTERVAL);
  }
}
