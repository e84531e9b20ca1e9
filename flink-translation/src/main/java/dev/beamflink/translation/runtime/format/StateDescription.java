package dev.beamflink.translation.runtime.format;

import org.jspecify.annotations.Nullable;

/**
 * One state of a node, as a savepoint keeps it: as data, for plans and for comparing.
 *
 * <p>Immutable.
 *
 * @param name of the Flink state, which is its identity in the node
 * @param id that Beam or the runner knows it by
 * @param kind what it is to Beam, such as {@code bag}; for people
 * @param storage what it is to Flink
 * @param namespace of keyed state, its windows; else null
 * @param value what it holds
 */
public record StateDescription(
    String name,
    String id,
    String kind,
    Storage storage,
    @Nullable SerializerDescription namespace,
    SerializerDescription value) {

  /** The kinds of state in Flink. */
  public enum Storage {
    KEYED_VALUE("value"),
    KEYED_LIST("bag"),
    KEYED_MAP("map"),
    /** Operator state that is split among the subtasks. */
    SPLIT_LIST("list"),
    /** Operator state of which every subtask has a copy. */
    BROADCAST("broadcast map");

    private final String kind;

    Storage(String kind) {
      this.kind = kind;
    }

    /** What it is called where no more is known of it. */
    public String kind() {
      return kind;
    }
  }

  /** Whether a job with this state can take over the older one. */
  public Compatibility compatibility(StateDescription older) {
    return Compatibility.equal(storage, older.storage)
        .and(value.compatibility(older.value))
        .and(namespaceCompatibility(older));
  }

  private Compatibility namespaceCompatibility(StateDescription older) {
    return namespace == null || older.namespace == null
        ? Compatibility.AS_IS
        : namespace.compatibility(older.namespace);
  }
}
