package dev.beamflink.translation.translate;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Names the Flink nodes. The uid decides which state a node gets from a savepoint, so it depends on
 * the transform's full name alone: a node that holds state has exactly that name, further nodes of
 * the same transform have a suffix.
 */
public final class Uids {

  private Uids() {}

  /** The uid of the node that holds the state of a transform. */
  public static String of(String transformName) {
    return transformName;
  }

  /**
   * The uid of a further node of a transform.
   *
   * @param role what the node does, as in {@code encode-key}
   */
  public static String of(String transformName, String role) {
    return transformName + "#" + role;
  }

  /** Names a node and gives it its uid and its parallelism. */
  static <T> SingleOutputStreamOperator<T> assign(
      SingleOutputStreamOperator<T> node, String uid, String name, int parallelism) {
    return node.uid(uid).name(name).setParallelism(parallelism);
  }
}
