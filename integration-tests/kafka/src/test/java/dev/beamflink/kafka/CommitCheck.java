package dev.beamflink.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves that offsets are committed for what a checkpoint holds, and for nothing beyond: where a
 * restored job goes on to read is what its checkpoint holds, so no offset that had been committed
 * before may be behind that.
 */
final class CommitCheck {
  private final GroupOffsets group;
  private final LowestOffsets lowest;
  private Map<Integer, Long> committed = Map.of();
  private int compared;

  CommitCheck(GroupOffsets group, LowestOffsets lowest) {
    this.group = group;
    this.lowest = lowest;
  }

  /**
   * Whether the present attempt has read from each partition, and has got the group on in each:
   * else it proves nothing.
   */
  boolean isTelling() throws Exception {
    Map<Integer, Long> now = group.committed();
    return lowest.read().size() == Content.PARTITIONS
        && now.size() == Content.PARTITIONS
        && now.entrySet().stream()
            .allMatch(offset -> offset.getValue() > committed.getOrDefault(offset.getKey(), 0L));
  }

  /** Compares where the present attempt began with what had been committed before. */
  List<String> problems() throws IOException {
    compared += committed.size();
    return ahead(committed, lowest.read());
  }

  /** How many offsets were compared so far. */
  int compared() {
    return compared;
  }

  /** Takes down what has been committed, and nothing of the attempt; call while none can begin. */
  void attemptEnded() throws Exception {
    committed = group.committed();
    lowest.clear();
  }

  /**
   * Returns the partitions where more was committed than a checkpoint held.
   *
   * @param committed offset by partition
   * @param begun where the job that was restored began, by partition
   */
  static List<String> ahead(Map<Integer, Long> committed, Map<Integer, Long> begun) {
    List<String> problems = new ArrayList<>();
    committed.forEach(
        (partition, offset) -> {
          Long start = begun.get(partition);
          if (start == null) {
            problems.add("Partition %d: nobody has read on".formatted(partition));
          } else if (start < offset) {
            problems.add(
                "Partition %d: offset %d was committed, and the checkpoint held %d"
                    .formatted(partition, offset, start));
          }
        });
    return problems;
  }
}
