package dev.beamflink.translation.runtime.format;

import java.util.List;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of one of Flink's serializers, as data.
 *
 * <p>Immutable.
 *
 * @param snapshot class of the serializer's snapshot
 * @param version of the snapshot's format
 * @param coder of what is serialized; null for what is not the pipeline's, or not known
 * @param identity whether values are found by their bytes, which must not change then
 * @param nested the serializers inside
 */
public record SerializerDescription(
    String snapshot,
    int version,
    @Nullable CoderDescription coder,
    boolean identity,
    List<SerializerDescription> nested) {

  public SerializerDescription {
    nested = List.copyOf(nested);
  }

  /** Describes a serializer in use. */
  public static SerializerDescription of(TypeSerializer<?> serializer) {
    return of(serializer.snapshotConfiguration());
  }

  /** Describes a serializer that a savepoint knows. */
  public static SerializerDescription of(TypeSerializerSnapshot<?> snapshot) {
    String name = snapshot.getClass().getName();
    int version = snapshot.getCurrentVersion();
    if (snapshot instanceof DescribedSnapshot<?> described) {
      return new SerializerDescription(
          name, version, described.description(), described.forIdentity(), List.of());
    }
    List<SerializerDescription> nested =
        snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite
            ? List.of(composite.getNestedSerializerSnapshots()).stream()
                .map(SerializerDescription::of)
                .toList()
            : List.of();
    return new SerializerDescription(name, version, null, false, nested);
  }

  /** Describes the serializers of a map's keys and values, where savepoints hold them apart. */
  public static SerializerDescription ofMap(
      TypeSerializerSnapshot<?> keys, TypeSerializerSnapshot<?> values) {
    return new SerializerDescription("map", 1, null, false, List.of(of(keys), of(values)));
  }

  /** This serializer, of values that are written by a coder of which savepoints say nothing. */
  public SerializerDescription withCoder(CoderDescription valueCoder) {
    return new SerializerDescription(snapshot, version, valueCoder, identity, nested);
  }

  /** Whether this serializer reads what the older one has written. */
  public Compatibility compatibility(SerializerDescription older) {
    Compatibility result =
        Compatibility.equal(snapshot, older.snapshot)
            .and(Compatibility.equal(version, older.version))
            .and(coderCompatibility(older))
            .and(Compatibility.equal(nested.size(), older.nested.size()));
    for (int i = 0; result != Compatibility.INCOMPATIBLE && i < nested.size(); i++) {
      result = result.and(nested.get(i).compatibility(older.nested.get(i)));
    }
    return result;
  }

  private Compatibility coderCompatibility(SerializerDescription older) {
    if (coder == null || older.coder == null) {
      return Compatibility.AS_IS;
    }
    return identity ? Compatibility.equal(coder, older.coder) : coder.compatibility(older.coder);
  }

  /** For messages: the coders if there are any, else the serializer. */
  @Override
  public String toString() {
    if (coder != null) {
      return coder.toString();
    }
    List<String> coders =
        nested.stream().filter(SerializerDescription::hasCoder).map(Object::toString).toList();
    return coders.isEmpty() ? simpleName() : String.join(" to ", coders);
  }

  private boolean hasCoder() {
    return coder != null || nested.stream().anyMatch(SerializerDescription::hasCoder);
  }

  /** The serializer's class without package, with the version of its format. */
  public String simpleName() {
    String outer = snapshot.substring(snapshot.lastIndexOf('.') + 1);
    int nestedAt = outer.indexOf('$');
    return (nestedAt < 0 ? outer : outer.substring(0, nestedAt)) + " (format " + version + ")";
  }
}
