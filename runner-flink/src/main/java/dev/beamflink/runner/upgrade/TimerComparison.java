package dev.beamflink.runner.upgrade;

import dev.beamflink.translation.runtime.format.TimerDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What becomes of the timers of one node in two plans, by the ids that user code knows them by. All
 * that are set are in one state, which maps; one that nobody declares any more is dropped when it
 * is due.
 */
final class TimerComparison {

  private final String node;
  private final Consumer<Finding> findings;

  /**
   * @param node the node's uid
   * @param findings takes what is found
   */
  TimerComparison(String node, Consumer<Finding> findings) {
    this.node = node;
    this.findings = findings;
  }

  /** Compares the timers of a node that both jobs have. */
  void compare(List<TimerDescription> old, List<TimerDescription> planned) {
    Map<String, TimerDescription> left = new LinkedHashMap<>();
    old.forEach(timer -> left.put(timer.name(), timer));
    for (TimerDescription timer : planned) {
      TimerDescription older = left.remove(timer.name());
      if (older == null) {
        findings.accept(Finding.of(Verdict.NEW, node, what(timer), ""));
      } else {
        findings.accept(Finding.of(Verdict.MAPS, node, what(timer), domain(older, timer)));
      }
    }
    for (TimerDescription timer : left.values()) {
      findings.accept(
          Finding.of(Verdict.DROPPED, node, what(timer), "the new job has no such timer"));
    }
  }

  /** The timers of a node that the new job has not. */
  void gone(List<TimerDescription> old) {
    for (TimerDescription timer : old) {
      findings.accept(
          new Finding(Verdict.DROPPED, node, what(timer), "the new job has no such node", true));
    }
  }

  /** The timers of a node that the old job has not. */
  void added(List<TimerDescription> planned) {
    planned.forEach(timer -> findings.accept(Finding.of(Verdict.NEW, node, what(timer), "")));
  }

  private static String domain(TimerDescription older, TimerDescription timer) {
    return older.domain().equals(timer.domain())
        ? ""
        : "was in %s, in which those that are set will fire".formatted(older.domain());
  }

  private static String what(TimerDescription timer) {
    return "%s (%s)".formatted(timer.name(), timer.domain());
  }
}
