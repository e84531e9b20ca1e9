package dev.beamflink.runner.upgrade;

import java.util.Locale;

/**
 * What becomes of one state, or of all state of a node.
 *
 * @param verdict what becomes of it
 * @param node the node's uid, which is the full name of the transform, or starts with it
 * @param what the state, such as {@code state 'count' (value)}
 * @param detail why; empty where nothing is to be said
 * @param nodeIsGone whether the new job has no such node at all: Flink starts it only if told to
 *     leave state behind
 */
public record Finding(
    Verdict verdict, String node, String what, String detail, boolean nodeIsGone) {

  static Finding of(Verdict verdict, String node, String what, String detail) {
    return new Finding(verdict, node, what, detail, false);
  }

  /** One line of the report. */
  @Override
  public String toString() {
    String line = "%-9s '%s': %s".formatted(verdict.name().toLowerCase(Locale.ROOT), node, what);
    return detail.isEmpty() ? line : line + ": " + detail;
  }
}
