package dev.beamflink.translation.runtime.sideinput;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** The type of the broadcast edges of side inputs. */
public final class SideInputBlockType extends TypeInformation<SideInputBlock> {

  private static final long serialVersionUID = 1L;

  public static final SideInputBlockType INSTANCE = new SideInputBlockType();

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<SideInputBlock> getTypeClass() {
    return SideInputBlock.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<SideInputBlock> createSerializer(SerializerConfig config) {
    return SideInputBlockSerializer.INSTANCE;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SideInputBlockType;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SideInputBlockType;
  }

  @Override
  public int hashCode() {
    return SideInputBlockType.class.hashCode();
  }

  @Override
  public String toString() {
    return "SideInputBlockType";
  }
}
