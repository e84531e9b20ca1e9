package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sideinput.SideInputBlock;
import dev.beamflink.translation.runtime.sideinput.SideInputs;

/** All side inputs in BATCH; they are read to their end before the main input. */
record BatchSideInputPort(SideInputs sideInputs) implements PortHandler<SideInputBlock> {

  @Override
  public void element(SideInputBlock block) {
    sideInputs.add(block);
  }

  @Override
  public void watermark(long flinkWatermark) {}
}
