package dev.beamflink.translation.runtime.state;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;

/**
 * A schema as a text that is the same in every job and JVM: what decides the bytes of a row. Leaves
 * out ids, options and descriptions.
 */
final class SchemaDescription {

  private final StringBuilder text = new StringBuilder();

  private SchemaDescription() {}

  static String of(Schema schema) {
    SchemaDescription description = new SchemaDescription();
    description.append(schema);
    return description.text.toString();
  }

  private void append(Schema schema) {
    text.append('{');
    String separator = "";
    for (Field field : schema.getFields()) {
      text.append(separator).append(field.getName());
      if (schema.isEncodingPositionsOverridden()) {
        text.append('@').append(schema.getEncodingPositions().get(field.getName()));
      }
      text.append(':');
      append(field.getType());
      separator = ",";
    }
    text.append('}');
  }

  private void append(FieldType type) {
    switch (type.getTypeName()) {
      case ROW -> append(requireNonNull(type.getRowSchema()));
      case ARRAY, ITERABLE -> {
        text.append('[');
        append(requireNonNull(type.getCollectionElementType()));
        text.append(']');
      }
      case MAP -> {
        text.append("map(");
        append(requireNonNull(type.getMapKeyType()));
        text.append(',');
        append(requireNonNull(type.getMapValueType()));
        text.append(')');
      }
      case LOGICAL_TYPE -> {
        LogicalType<?, ?> logical = requireNonNull(type.getLogicalType());
        text.append(logical.getIdentifier()).append('=');
        append(logical.getBaseType());
      }
      default -> text.append(type.getTypeName());
    }
    if (type.getNullable()) {
      text.append('?');
    }
  }
}
