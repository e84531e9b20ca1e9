package dev.beamflink.cluster.longrun;

/** What is measured, in which unit it is printed, and how much it may grow. */
enum Quantity {
  /** Live objects. Buffers and caches come and go: some MiB say nothing. */
  HEAP("MiB", Quantity.MEBI, new Bound(1.15, 8 * Quantity.MEBI)),

  /** One more {@link #LOADERS loader} takes up to 30 MiB. */
  METASPACE("MiB", Quantity.MEBI, new Bound(1.05, 30 * Quantity.MEBI)),

  /** Loaded ones. One more {@link #LOADERS loader} has about 7000. */
  CLASSES("", 1, new Bound(1.05, 7000)),

  /** Those of jobs. The JDK may come to keep one more of an ended job at any time. */
  LOADERS("", 1, new Bound(1, 1)),

  /** All that a checkpoint refers to. How much waits for watermarks differs. */
  STATE("KiB", Quantity.KIBI, new Bound(1.5, 256 * Quantity.KIBI)),

  /** What is written for a checkpoint. */
  CHECKPOINT("KiB", Quantity.KIBI, new Bound(1.5, 256 * Quantity.KIBI)),

  /** From a checkpoint's start to its end. Busy machines are slow now and then. */
  DURATION("ms", 1, new Bound(2, 2000));

  private static final long KIBI = 1L << 10;
  private static final long MEBI = 1L << 20;

  private final String unit;
  private final long scale;
  private final Bound bound;

  Quantity(String unit, long scale, Bound bound) {
    this.unit = unit;
    this.scale = scale;
    this.bound = bound;
  }

  String unit() {
    return unit;
  }

  Bound bound() {
    return bound;
  }

  /** In the unit. */
  String print(long value) {
    return "%,d".formatted(Math.round((double) value / scale));
  }
}
