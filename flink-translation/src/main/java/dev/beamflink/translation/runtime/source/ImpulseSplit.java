package dev.beamflink.translation.runtime.source;

import org.apache.flink.api.connector.source.SourceSplit;

/** The one split of an {@link ImpulseSource}: an impulse that has not been emitted. */
record ImpulseSplit() implements SourceSplit {

  @Override
  public String splitId() {
    return "impulse";
  }
}
