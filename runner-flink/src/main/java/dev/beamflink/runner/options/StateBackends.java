package dev.beamflink.runner.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of state backends, as users of Beam and as Flink write them. */
public final class StateBackends {

  public static final String HASHMAP = "hashmap";
  public static final String ROCKSDB = "rocksdb";
  public static final String FORST = "forst";

  /** What {@link #HASHMAP} was called before Flink 1.13. */
  private static final String FILESYSTEM = "filesystem";

  private StateBackends() {}

  /** Names that users may write. */
  static List<String> names() {
    return List.of(HASHMAP, FILESYSTEM, ROCKSDB, FORST);
  }

  /** Flink's name of what the user wrote in any case, or nothing if there is no such backend. */
  public static Optional<String> flinkName(String backend) {
    String name = backend.toLowerCase(Locale.ROOT);
    return switch (name) {
      case HASHMAP, FILESYSTEM -> Optional.of(HASHMAP);
      case ROCKSDB, FORST -> Optional.of(name);
      default -> Optional.empty();
    };
  }
}
