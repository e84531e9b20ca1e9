package dev.beamflink.translation.runtime.format;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.util.construction.ModelCoders;

/**
 * Describes schemas: what decides the bytes of a row, the same in every job and JVM. Leaves out
 * ids, options and descriptions.
 *
 * <p>A row has its fields for components, in the order in which they are encoded; a field has its
 * name for detail and its type for its component.
 */
final class SchemaDescription {

  static final String FIELD = "field";
  static final String NULLABLE = "nullable";

  private SchemaDescription() {}

  static CoderDescription of(Schema schema) {
    List<Field> fields = new ArrayList<>(schema.getFields());
    if (schema.isEncodingPositionsOverridden()) {
      Map<String, Integer> positions = schema.getEncodingPositions();
      fields.sort(Comparator.comparing(field -> positions.get(field.getName())));
    }
    return new CoderDescription(
        ModelCoders.ROW_CODER_URN,
        "",
        fields.stream()
            .map(
                field -> new CoderDescription(FIELD, field.getName(), List.of(of(field.getType()))))
            .toList());
  }

  private static CoderDescription of(FieldType type) {
    CoderDescription present = withoutNull(type);
    return type.getNullable() ? node(NULLABLE, "", present) : present;
  }

  private static CoderDescription withoutNull(FieldType type) {
    return switch (type.getTypeName()) {
      case ROW -> of(requireNonNull(type.getRowSchema()));
      case ARRAY, ITERABLE -> node("list", "", of(requireNonNull(type.getCollectionElementType())));
      case MAP ->
          node(
              "map",
              "",
              of(requireNonNull(type.getMapKeyType())),
              of(requireNonNull(type.getMapValueType())));
      case LOGICAL_TYPE -> {
        LogicalType<?, ?> logical = requireNonNull(type.getLogicalType());
        yield node("logical", logical.getIdentifier(), of(logical.getBaseType()));
      }
      default -> node(type.getTypeName().toString(), "");
    };
  }

  private static CoderDescription node(String type, String detail, CoderDescription... components) {
    return new CoderDescription(type, detail, List.of(components));
  }

  /**
   * Whether rows of the older schema can be read with the newer one: fields may have been added at
   * the end, and fields may have become nullable. Beam's row coder gives null to fields that a row
   * was written without, and says in each row which fields are null.
   */
  static Compatibility compatibility(CoderDescription row, CoderDescription older) {
    List<CoderDescription> fields = row.components();
    List<CoderDescription> olderFields = older.components();
    if (fields.size() < olderFields.size()) {
      return Compatibility.INCOMPATIBLE;
    }
    Compatibility result = Compatibility.AS_IS;
    for (int i = 0; i < fields.size(); i++) {
      result =
          result.and(
              i < olderFields.size()
                  ? field(fields.get(i), olderFields.get(i))
                  : added(fields.get(i)));
    }
    return result;
  }

  private static Compatibility field(CoderDescription field, CoderDescription older) {
    CoderDescription type = field.components().get(0);
    CoderDescription olderType = older.components().get(0);
    boolean becameNullable = type.type().equals(NULLABLE) && !olderType.type().equals(NULLABLE);
    return Compatibility.equal(field.detail(), older.detail())
        .and(
            becameNullable
                ? type.components()
                    .get(0)
                    .compatibility(olderType)
                    .and(Compatibility.AFTER_MIGRATION)
                : type.compatibility(olderType));
  }

  private static Compatibility added(CoderDescription field) {
    return field.components().get(0).type().equals(NULLABLE)
        ? Compatibility.AFTER_MIGRATION
        : Compatibility.INCOMPATIBLE;
  }
}
