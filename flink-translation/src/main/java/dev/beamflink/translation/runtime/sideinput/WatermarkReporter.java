package dev.beamflink.translation.runtime.sideinput;

import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * A subtask's line to its {@link WatermarkAgreement}: reports how far the main input is when there
 * is something to forget, but not too often; its end at once, as no other report follows.
 *
 * <p>Used in the task's thread only.
 */
public final class WatermarkReporter {

  static final long INTERVAL_MILLIS = 10_000; // 10 s

  private final OperatorEventGateway gateway;
  private final ProcessingTimeService clock;
  private long nextReport;
  private long reported = Long.MIN_VALUE;

  WatermarkReporter(OperatorEventGateway gateway, ProcessingTimeService clock) {
    this.gateway = gateway;
    this.clock = clock;
    this.nextReport = clock.getCurrentProcessingTime() + INTERVAL_MILLIS;
  }

  /** The reporter of the operator that is being made with {@code parameters}. */
  public static WatermarkReporter of(StreamOperatorParameters<?> parameters) {
    return new WatermarkReporter(
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID()),
        parameters.getProcessingTimeService());
  }

  /** The main input's watermark has advanced, perhaps beyond what is worth keeping. */
  public void update(SideInputGate gate) {
    long watermark = gate.readWatermark();
    boolean atEnd = watermark == Long.MAX_VALUE;
    if (watermark > reported && (atEnd || gate.hasExpired())) {
      long now = clock.getCurrentProcessingTime();
      if (atEnd || now >= nextReport) {
        nextReport = now + INTERVAL_MILLIS;
        reported = watermark;
        gateway.sendEventToCoordinator(new WatermarkReachedEvent(watermark));
      }
    }
  }
}
