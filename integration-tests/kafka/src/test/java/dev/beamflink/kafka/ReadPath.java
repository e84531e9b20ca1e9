package dev.beamflink.kafka;

import java.util.List;

/** How KafkaIO reads. */
enum ReadPath {
  /**
   * Through an unbounded source: its choice unless told otherwise. It commits the offsets of each
   * checkpoint.
   */
  PRIMITIVE(List.of(), 0),

  /**
   * Through a splittable DoFn. It commits the offsets of each five minutes of the records' time,
   * where only the last record of a bundle counts: so not that of {@link Content#end}.
   */
  SPLITTABLE(List.of("--experiments=use_sdf_read"), 1);

  private final List<String> options;
  private final long uncommitted;

  ReadPath(List<String> options, long uncommitted) {
    this.options = options;
    this.uncommitted = uncommitted;
  }

  /** Pipeline options that choose it. */
  List<String> options() {
    return options;
  }

  /** How many records at the end of each partition stay uncommitted. */
  long uncommitted() {
    return uncommitted;
  }
}
