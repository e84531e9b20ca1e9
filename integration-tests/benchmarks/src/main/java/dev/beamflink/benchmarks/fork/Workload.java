package dev.beamflink.benchmarks.fork;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured: a job that all subjects have to do, with the same result.
 *
 * <p>The rates, in elements of the source per second at parallelism 1, only say how many elements
 * make a round long enough. They are no claim.
 */
public enum Workload {
  PARDO_LONG("source, 10 ParDos of Long", Kind.STREAMING, 600_000, 8_000_000),
  PARDO_KV("source, 10 ParDos of KV<String, Long>", Kind.STREAMING, 450_000, 6_000_000),
  FIXED_SUM("fixed windows of 10 s, sum per key, 10k keys", Kind.STREAMING, 100_000, 1_000_000),
  FIXED_SUM_MANY_KEYS(
      "fixed windows of 10 s, sum per key, 1M keys", Kind.STREAMING, 70_000, 500_000),
  FIXED_GROUP("fixed windows of 10 s, GroupByKey, iterate", Kind.STREAMING, 70_000, 900_000),
  SLIDING_SUM("sliding windows of 60 s each 10 s, sum per key", Kind.STREAMING, 23_000, 170_000),
  SESSION_SUM("sessions, sum per key", Kind.STREAMING, 30_000, 230_000),
  STATEFUL("value state, timer of a key each 30 s", Kind.STREAMING, 250_000, 1_400_000),
  STATEFUL_EVERY_TIMER(
      "value state, timer set with every element", Kind.STREAMING, 200_000, 900_000),
  SIDE_INPUT("map of 1k entries as side input", Kind.STREAMING, 35_000, 4_000_000),
  RESHUFFLE("reshuffle", Kind.STREAMING, 790_000, 5_000_000),
  EARLY_COUNT(
      "fixed windows of 10 s, sum per key, a pane each 5 elements, accumulating",
      Kind.STREAMING,
      50_000,
      700_000),
  BATCH_WORD_COUNT("word count in batch, lines of 10 words", Kind.BATCH, 35_000, 130_000),
  BATCH_CO_GROUP("CoGroupByKey in batch", Kind.BATCH, 110_000, 400_000),
  BATCH_SIDE_INPUT("map of 1k entries as side input in batch", Kind.BATCH, 300_000, 4_000_000);

  /** How a job runs. */
  public enum Kind {
    STREAMING,
    BATCH
  }

  private final String description;
  private final Kind kind;
  private final long existingRate;
  private final long flinkRate;

  Workload(String description, Kind kind, long existingRate, long flinkRate) {
    this.description = description;
    this.kind = kind;
    this.existingRate = existingRate;
    this.flinkRate = flinkRate;
  }

  /** The name on the command line and in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The workload of this name. */
  public static Optional<Workload> find(String id) {
    return Arrays.stream(values()).filter(workload -> workload.id().equals(id)).findFirst();
  }

  public String description() {
    return description;
  }

  public boolean isBatch() {
    return kind == Kind.BATCH;
  }

  /** About what the existing runner does in a second. */
  public long existingRate() {
    return existingRate;
  }

  /** About what a hand-written job does in a second. */
  public long flinkRate() {
    return flinkRate;
  }
}
