package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * Where the reader of a {@link StepSource} is. No enumerator hands it out; it is the reader's
 * state.
 *
 * @param step whose markers the reader emitted last, or emits next
 */
record StepSplit(long step) implements SourceSplit {

  @Override
  public String splitId() {
    return "steps";
  }
}
