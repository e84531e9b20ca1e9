package dev.beamflink.translation.runtime.source;

import dev.beamflink.translation.runtime.format.CoderDescription;
import dev.beamflink.translation.runtime.format.OperatorDescription;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.StateDescription.Storage;
import java.io.ObjectStreamClass;
import java.util.List;
import org.apache.beam.sdk.io.Source;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/** Describes the splits of a reader, which Flink keeps as bytes. Used in the client. */
public final class SplitStates {

  /** The state of Flink's source operator. */
  private static final String NAME = "SourceReaderState";

  private SplitStates() {}

  /**
   * Describes splits that hold their part of a source, Java-serialized.
   *
   * @param components coders of what else is in a split
   */
  static OperatorDescription of(Source<?> source, List<CoderDescription> components) {
    Class<?> type = source.getClass();
    return of(
        new CoderDescription(
            type.getName(),
            "serialVersionUID " + ObjectStreamClass.lookupAny(type).getSerialVersionUID(),
            components));
  }

  /** Describes splits in general. */
  public static OperatorDescription of(CoderDescription content) {
    return new OperatorDescription(
        "",
        List.of(
            new StateDescription(
                NAME,
                "splits",
                "splits",
                Storage.SPLIT_LIST,
                null,
                SerializerDescription.of(BytePrimitiveArraySerializer.INSTANCE)
                    .withCoder(content))));
  }
}
