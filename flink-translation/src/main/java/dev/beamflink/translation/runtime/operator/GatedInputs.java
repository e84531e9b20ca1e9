package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputGate;
import dev.beamflink.translation.runtime.sideinput.WatermarkAgreedEvent;
import dev.beamflink.translation.runtime.sideinput.WatermarkReporter;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The inputs of a shell with side inputs in STREAMING: takes what comes in to the gate, and tells
 * the shell and downstream what becomes of the main input's watermark and idleness.
 *
 * <p>Used in the task's thread only.
 */
final class GatedInputs {

  /** Takes the main input's watermark as far as no waiting element holds it. */
  @FunctionalInterface
  interface WatermarkHandler {
    void advance(long flinkWatermark) throws Exception;
  }

  private final InputEnd mainInput;
  private final SideInputGate gate;
  private final WatermarkReporter reporter;
  private final WatermarkHandler watermarks;
  private final Consumer<WatermarkStatus> statuses;

  private long watermark = Long.MIN_VALUE;
  private boolean mainIdle;
  private boolean announcedIdle;

  /**
   * @param mainInput tells whether the main input ends because the job drains
   */
  GatedInputs(
      InputEnd mainInput,
      SideInputGate gate,
      WatermarkReporter reporter,
      WatermarkHandler watermarks,
      Consumer<WatermarkStatus> statuses) {
    this.mainInput = mainInput;
    this.gate = gate;
    this.reporter = reporter;
    this.watermarks = watermarks;
    this.statuses = statuses;
  }

  /** An element of the main input, its key the current one if there are keys. */
  void element(WindowedValue<Object> element) throws Exception {
    gate.element(element);
  }

  void mainWatermark(long flinkWatermark) throws Exception {
    mainInput.advance(flinkWatermark);
    gate.mainWatermark(flinkWatermark);
    advance();
  }

  void mainStatus(WatermarkStatus status) throws Exception {
    mainIdle = status.isIdle();
    advance();
  }

  void block(SideInputBlock block) throws Exception {
    gate.block(block);
    advance();
  }

  /**
   * @param input number of the side input's input, from 1
   */
  void sideWatermark(int input, long flinkWatermark) throws Exception {
    gate.sideWatermark(input, flinkWatermark);
    advance();
  }

  /** Other subtasks have told how far they are. */
  void operatorEvent(OperatorEvent event) {
    if (event instanceof WatermarkAgreedEvent agreement) {
      gate.forget(agreement.watermark());
    } else {
      throw new IllegalStateException(
          "Expected an agreement of subtasks, found %s. This is a bug of the runner, please report it."
              .formatted(event));
    }
  }

  private void advance() throws Exception {
    if (gate.watermark() > watermark) {
      if (BeamTime.isDrain(watermark, gate.watermark()) && !mainInput.drains()) {
        watermarks.advance(BeamTime.NATURAL_END); // it came while elements were waiting
      }
      watermark = gate.watermark();
      watermarks.advance(watermark);
      reporter.update(gate);
    }
    boolean idle = mainIdle && !gate.hasWaiting();
    if (idle != announcedIdle) {
      announcedIdle = idle;
      statuses.accept(idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }
  }
}
