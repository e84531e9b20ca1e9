package dev.beamflink.translation.runtime.format;

import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;

/** Whether a job can read what an older one has written; from best to worst. */
public enum Compatibility {
  /** The bytes mean the same. */
  AS_IS,

  /** The old bytes can be read, but would be written in another way. */
  AFTER_MIGRATION,

  /** The old bytes can't be read. */
  INCOMPATIBLE;

  /** What holds of two things together. */
  Compatibility and(Compatibility other) {
    return compareTo(other) >= 0 ? this : other;
  }

  static Compatibility equal(Object one, Object other) {
    return one.equals(other) ? AS_IS : INCOMPATIBLE;
  }

  <T> TypeSerializerSchemaCompatibility<T> inFlink() {
    return switch (this) {
      case AS_IS -> TypeSerializerSchemaCompatibility.compatibleAsIs();
      case AFTER_MIGRATION -> TypeSerializerSchemaCompatibility.compatibleAfterMigration();
      case INCOMPATIBLE -> TypeSerializerSchemaCompatibility.incompatible();
    };
  }
}
