package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.teststream.MarkerAlignment;
import java.util.function.Supplier;
import org.apache.flink.runtime.event.WatermarkEvent;

/**
 * A side input in STREAMING.
 *
 * @param gated from the first block on
 * @param number the side input's, from 1
 * @param markers brings the markers of a TestStream on all inputs together
 * @param atEnd is run after the side input's last watermark
 */
record SideInputPort(
    Supplier<GatedInputs> gated, int number, MarkerAlignment markers, Runnable atEnd)
    implements PortHandler<SideInputBlock> {

  @Override
  public void element(SideInputBlock block) throws Exception {
    gated.get().block(block);
  }

  @Override
  public void watermark(long flinkWatermark) throws Exception {
    gated.get().sideWatermark(number, flinkWatermark);
    if (flinkWatermark == Long.MAX_VALUE) {
      atEnd.run();
    }
  }

  @Override
  public void marker(WatermarkEvent marker) throws Exception {
    markers.arrived(1 + number, marker); // the main input is before it
  }
}
