package dev.beamflink.translation.runtime.operator;

import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** What an operator does with what comes through one of its inputs. Called in the task's thread. */
interface PortHandler<T> {

  /** An element is next; called before the current key becomes its key. */
  default void before(T element) throws Exception {}

  /** An element; in a keyed operator its key is the current one. */
  void element(T element) throws Exception;

  /** The input's watermark, in Flink's terms. */
  void watermark(long flinkWatermark) throws Exception;

  /** A marker of a TestStream; in BATCH there is none. */
  default void marker(WatermarkEvent marker) throws Exception {
    throw new IllegalStateException(
        "An input has no use for the marker %s. This is a bug of the runner, please report it."
            .formatted(marker));
  }

  /** The input has become idle or active. */
  default void status(WatermarkStatus status) throws Exception {}
}
