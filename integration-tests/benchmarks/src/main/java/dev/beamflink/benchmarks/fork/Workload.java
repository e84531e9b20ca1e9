package dev.beamflink.benchmarks.fork;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is measured: a job that all subjects have to do, with the same result.
 *
 * <p>The rates, in elements of the source per second at parallelism 1, only say how many elements
 * make a round long enough, and its data large enough. They are no claim.
 */
public enum Workload {
  PARDO_LONG(
      "source, %,d stateless ParDos, Long", Kind.STREAMING, 600_000, 8_000_000, Size.steps(10)),
  PARDO_KV(
      "source, %,d stateless ParDos, KV<String, Long>",
      Kind.STREAMING, 450_000, 6_000_000, Size.steps(10)),
  FIXED_SUM(
      "fixed windows, Combine per key, %,d keys",
      Kind.STREAMING, 100_000, 1_000_000, Size.keys(10_000)),
  FIXED_SUM_MANY_KEYS(
      "fixed windows, Combine per key, %,d keys",
      Kind.STREAMING, 70_000, 500_000, Size.keys(1_000_000)),
  FIXED_SUM_FIVE_MILLION_KEYS(
      "fixed windows, Combine per key, %,d keys",
      Kind.STREAMING, 40_000, 800_000, Size.keys(5_000_000)),
  FIXED_GROUP(
      "fixed windows, GroupByKey, iterate values, %,d keys",
      Kind.STREAMING, 70_000, 900_000, Size.keys(10_000)),
  SLIDING_SUM(
      "sliding windows of 60 s, Combine per key, %,d windows of an element",
      Kind.STREAMING, 23_000, 170_000, Size.steps(6)),
  SESSION_SUM("session windows, Combine per key", Kind.STREAMING, 30_000, 230_000),
  STATEFUL(
      "stateful DoFn: value state, event-time timer set rarely, %,d keys",
      Kind.STREAMING, 250_000, 1_400_000, Size.keys(10_000)),
  STATEFUL_EVERY_TIMER(
      "stateful DoFn: value state, event-time timer set with every element, %,d keys",
      Kind.STREAMING, 200_000, 900_000, Size.keys(10_000)),
  SIDE_INPUT("streaming side input (1k-entry map)", Kind.STREAMING, 35_000, 4_000_000),
  RESHUFFLE("Reshuffle", Kind.STREAMING, 790_000, 5_000_000),
  REDISTRIBUTE("Redistribute arbitrarily", Kind.STREAMING, 40_000, 5_000_000),
  REDISTRIBUTE_BY_KEY("Redistribute by key", Kind.STREAMING, 40_000, 2_000_000),
  EARLY_COUNT("early firings (element count), accumulating panes", Kind.STREAMING, 50_000, 700_000),
  EARLY_PROCESSING_TIME(
      "early firings (processing time), accumulating panes", Kind.STREAMING, 50_000, 700_000),
  BATCH_WORD_COUNT("batch word count (100k words, Zipf)", Kind.BATCH, 35_000, 130_000),
  BATCH_CO_GROUP("batch CoGroupByKey", Kind.BATCH, 110_000, 400_000),

  /** The rates make 10M records of each round. */
  BATCH_GROUP_GIGABYTE(
      "batch GroupByKey of 1 GB of 100-byte records in a 512 MB heap",
      Kind.BATCH,
      340_000,
      2_000_000),

  /** The rates make 100M records of each round. */
  BATCH_GROUP_TEN_GIGABYTES(
      "batch GroupByKey of 10 GB of 100-byte records in a 2 GB heap",
      Kind.BATCH,
      340_000,
      20_000_000),
  BATCH_SIDE_INPUT("batch map side input", Kind.BATCH, 300_000, 4_000_000),
  COLD_START("cold start of a trivial pipeline", Kind.BATCH, Measure.TIME_TO_END, 1_000, 1_000),
  LARGE_GRAPH(
      "pipeline of %,d ParDos, to its first result",
      Kind.STREAMING, Measure.TIME_TO_FIRST_RESULT, 1_000, 1_000, Size.keys(500)),

  /** As {@link #PARDO_KV}. The rates are for warming up. */
  LATENCY_PARDO_KV(
      "latency, 10 stateless ParDos", Kind.STREAMING, Measure.LATENCY, 450_000, 450_000),

  /** A count of each key, and a result for each element. The rates are for warming up. */
  LATENCY_STATEFUL("latency, stateful DoFn", Kind.STREAMING, Measure.LATENCY, 250_000, 250_000);

  /** How a job runs. */
  public enum Kind {
    STREAMING,
    BATCH
  }

  /** What of it is measured. */
  public enum Measure {
    /** From the first element of the source to the end of the job, by its elements. */
    THROUGHPUT,

    /** From the start of the JVM to the end of the job. */
    TIME_TO_END,

    /** From the start of the JVM to the first element that comes to the sink. */
    TIME_TO_FIRST_RESULT,

    /** From when an element is due at the source to when it comes to the sink. */
    LATENCY
  }

  /**
   * What can be more or less in a workload.
   *
   * @param usual how many there are in the table; 0 if their number can't be chosen
   * @param ofEachElement whether each element costs as many times as much as there are more of them
   */
  private record Size(int usual, boolean ofEachElement) {

    static final Size FIXED = new Size(0, false);

    static Size steps(int usual) {
      return new Size(usual, true);
    }

    static Size keys(int usual) {
      return new Size(usual, false);
    }
  }

  private static final int PER_MILLI = 10;

  /** So that two million keys or so are in state at once. */
  private static final int PER_MILLI_OF_FIVE_MILLION_KEYS = 300;

  private static final int HEAP_MEGABYTES = 3 * 1024;

  private final String description;
  private final Kind kind;
  private final Measure measure;
  private final long existingRate;
  private final long flinkRate;
  private final int size;
  private final boolean ofEachElement;

  Workload(String description, Kind kind, long existingRate, long flinkRate) {
    this(description, kind, existingRate, flinkRate, Size.FIXED);
  }

  Workload(String description, Kind kind, long existingRate, long flinkRate, Size size) {
    this(description, kind, Measure.THROUGHPUT, existingRate, flinkRate, size);
  }

  Workload(String description, Kind kind, Measure measure, long existingRate, long flinkRate) {
    this(description, kind, measure, existingRate, flinkRate, Size.FIXED);
  }

  Workload(
      String description,
      Kind kind,
      Measure measure,
      long existingRate,
      long flinkRate,
      Size size) {
    this.description = description;
    this.kind = kind;
    this.measure = measure;
    this.existingRate = existingRate;
    this.flinkRate = flinkRate;
    this.size = size.usual;
    this.ofEachElement = size.ofEachElement;
  }

  /** The name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The workload of this name. */
  public static Optional<Workload> find(String id) {
    return Arrays.stream(values()).filter(workload -> workload.id().equals(id)).findFirst();
  }

  /** The name in reports, if it has that size. */
  public String description(int ofSize) {
    return description.formatted(ofSize);
  }

  /** How many keys, ParDos or windows there are in the table; 0 if that can't be chosen. */
  public int size() {
    return size;
  }

  public boolean isBatch() {
    return kind == Kind.BATCH;
  }

  public Measure measure() {
    return measure;
  }

  /** About what the existing runner does in a second, if the workload has that size. */
  public long existingRate(int ofSize) {
    return rate(existingRate, ofSize);
  }

  /** About what the hand-written job does in a second, if the workload has that size. */
  public long flinkRate(int ofSize) {
    return rate(flinkRate, ofSize);
  }

  private long rate(long usual, int ofSize) {
    return ofEachElement ? usual * size / ofSize : usual;
  }

  /** Elements of a millisecond of event time, over all splits. */
  public int perMilli() {
    return this == FIXED_SUM_FIVE_MILLION_KEYS ? PER_MILLI_OF_FIVE_MILLION_KEYS : PER_MILLI;
  }

  /** The heap of the JVM that runs it. */
  public int heapMegabytes() {
    return switch (this) {
      case BATCH_GROUP_GIGABYTE -> 512;
      case BATCH_GROUP_TEN_GIGABYTES -> 2 * 1024;
      default -> HEAP_MEGABYTES;
    };
  }
}
