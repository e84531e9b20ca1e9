package dev.beamflink.translation.runtime.format;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.util.construction.ModelCoderRegistrar;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The structure of a coder, as far as it decides the bytes: what a savepoint says about a state's
 * coder, and what a new job's coder is compared with.
 *
 * <p>Never the coder's own serialized form: that changes with every compile of a custom coder. So a
 * custom coder that changes its format must change its class name too; its fields are not seen.
 *
 * <p>Immutable.
 *
 * @param type the URN of a model coder, the class name of any other
 * @param detail of coders without components and URN, the type that they encode; otherwise empty
 * @param components the coders inside; of a schema coder what {@link SchemaDescription} says
 */
public record CoderDescription(String type, String detail, List<CoderDescription> components)
    implements Serializable {

  private static final Map<? extends Class<?>, String> MODEL_URNS =
      Map.copyOf(new ModelCoderRegistrar().getCoderURNs());

  public CoderDescription {
    components = List.copyOf(components);
  }

  /** Describes a coder. */
  public static CoderDescription of(Coder<?> coder) {
    if (coder instanceof SchemaCoder<?> schemaCoder) {
      // The class behind the schema does not matter: all of them write rows.
      return SchemaDescription.of(schemaCoder.getSchema());
    }
    String urn = MODEL_URNS.get(coder.getClass());
    List<CoderDescription> components = new ArrayList<>();
    List<? extends Coder<?>> arguments = coder.getCoderArguments();
    if (arguments != null) { // null is what coders from before Beam's contract answer
      arguments.forEach(component -> components.add(of(component)));
    }
    String detail =
        urn == null && components.isEmpty() ? coder.getEncodedTypeDescriptor().toString() : "";
    return new CoderDescription(urn == null ? coder.getClass().getName() : urn, detail, components);
  }

  void write(DataOutputView target) throws IOException {
    writeText(type, target);
    writeText(detail, target);
    target.writeInt(components.size());
    for (CoderDescription component : components) {
      component.write(target);
    }
  }

  static CoderDescription read(DataInputView source) throws IOException {
    String type = readText(source);
    String detail = readText(source);
    int count = source.readInt();
    List<CoderDescription> components = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      components.add(read(source));
    }
    return new CoderDescription(type, detail, components);
  }

  // Not writeUTF: the description of a large schema may pass its 64 KiB.
  private static void writeText(String text, DataOutputView target) throws IOException {
    LengthPrefixedBytes.write(text.getBytes(StandardCharsets.UTF_8), target);
  }

  private static String readText(DataInputView source) throws IOException {
    return new String(LengthPrefixedBytes.read(source), StandardCharsets.UTF_8);
  }

  /**
   * Whether this coder reads what the older one has written. A coder that passes its components'
   * bytes on is as compatible as they are, which is what Beam asks of all coders with components.
   */
  public Compatibility compatibility(CoderDescription older) {
    if (equals(older)) {
      return Compatibility.AS_IS;
    }
    if (!type.equals(older.type) || !detail.equals(older.detail)) {
      return Compatibility.INCOMPATIBLE;
    }
    if (type.equals(ModelCoders.ROW_CODER_URN)) {
      return SchemaDescription.compatibility(this, older);
    }
    Compatibility result = Compatibility.equal(components.size(), older.components.size());
    for (int i = 0; result != Compatibility.INCOMPATIBLE && i < components.size(); i++) {
      result = result.and(components.get(i).compatibility(older.components.get(i)));
    }
    return result;
  }

  /** For messages, such as {@code beam:coder:kv:v1(beam:coder:bytes:v1, beam:coder:varint:v1)}. */
  @Override
  public String toString() {
    if (type.equals(SchemaDescription.FIELD)) {
      return detail + ": " + components.get(0);
    }
    if (type.equals(SchemaDescription.NULLABLE)) {
      return components.get(0) + "?";
    }
    StringBuilder text = new StringBuilder(type);
    if (!detail.isEmpty()) {
      text.append('<').append(detail).append('>');
    }
    String separator = "(";
    for (CoderDescription component : components) {
      text.append(separator).append(component);
      separator = ", ";
    }
    return components.isEmpty() ? text.toString() : text.append(')').toString();
  }
}
