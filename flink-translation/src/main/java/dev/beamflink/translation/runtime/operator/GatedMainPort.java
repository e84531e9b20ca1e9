package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.teststream.MarkerAlignment;
import java.util.function.Supplier;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The main input of a stage with side inputs but without key, in STREAMING.
 *
 * @param gated from the first element on
 * @param markers brings the markers of a TestStream on all inputs together
 */
record GatedMainPort(Supplier<GatedInputs> gated, MarkerAlignment markers)
    implements PortHandler<WindowedValue<Object>> {

  @Override
  public void element(WindowedValue<Object> element) throws Exception {
    gated.get().element(element);
  }

  @Override
  public void watermark(long flinkWatermark) throws Exception {
    gated.get().mainWatermark(flinkWatermark);
  }

  @Override
  public void status(WatermarkStatus status) throws Exception {
    gated.get().mainStatus(status);
  }

  @Override
  public void marker(WatermarkEvent marker) throws Exception {
    markers.arrived(1, marker);
  }
}
