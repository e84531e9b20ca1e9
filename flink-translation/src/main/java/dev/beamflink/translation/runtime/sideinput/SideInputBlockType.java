package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.element.SingletonTypeInformation;

/** The type of the broadcast edges of side inputs. */
public final class SideInputBlockType extends SingletonTypeInformation<SideInputBlock> {

  private static final long serialVersionUID = 1L;

  public static final SideInputBlockType INSTANCE = new SideInputBlockType();

  private SideInputBlockType() {
    super(SideInputBlock.class, SideInputBlockSerializer.INSTANCE);
  }
}
