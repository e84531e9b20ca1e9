package dev.beamflink.translation.runtime.sideinput;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * Tells a subtask how far the main inputs of all subtasks are.
 *
 * @param watermark the least of all subtasks, in Flink's terms
 */
public record WatermarkAgreedEvent(long watermark) implements OperatorEvent {

  /** A task that has ended keeps nothing that it could forget. */
  @Override
  public boolean isLossTolerant() {
    return true;
  }
}
