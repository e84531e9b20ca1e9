package dev.beamflink.runner.upgrade;

import dev.beamflink.runner.plan.JobPlan;
import dev.beamflink.runner.savepoint.SavedNode;
import dev.beamflink.translation.runtime.format.Compatibility;
import dev.beamflink.translation.runtime.format.SerializerDescription;
import dev.beamflink.translation.runtime.format.StateDescription;
import dev.beamflink.translation.runtime.format.TimerDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the state of an older job, planned or in a savepoint, with the plan of the one that is
 * to take it over, by the rules that Flink and our serializers have at the restore.
 */
public final class UpgradeCheck {

  private final JobPlan plan;
  private final List<Finding> findings = new ArrayList<>();

  private UpgradeCheck(JobPlan plan) {
    this.plan = plan;
  }

  /** What becomes of the state of a planned job. */
  public static UpgradeReport ofPlan(JobPlan old, JobPlan plan) {
    return compare(old.nodes().stream().map(KeptNode::of).toList(), plan);
  }

  /** What becomes of the state in a savepoint. */
  public static UpgradeReport ofSavepoint(List<SavedNode> old, JobPlan plan) {
    return compare(old.stream().map(KeptNode::of).toList(), plan);
  }

  private static UpgradeReport compare(List<KeptNode> old, JobPlan plan) {
    UpgradeCheck check = new UpgradeCheck(plan);
    check.compare(withState(old), withState(plan.nodes().stream().map(KeptNode::of).toList()));
    return new UpgradeReport(check.findings);
  }

  private static Map<String, KeptNode> withState(List<KeptNode> nodes) {
    return nodes.stream()
        .filter(node -> node.finished() || !node.states().isEmpty())
        .collect(
            Collectors.toMap(KeptNode::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  private void compare(Map<String, KeptNode> old, Map<String, KeptNode> planned) {
    old.forEach(
        (id, node) -> {
          KeptNode successor = planned.get(id);
          if (successor == null) {
            node.states().forEach(state -> gone(node, state));
            timers(node).gone(orNone(node.timers()));
          } else {
            compare(node, successor);
          }
        });
    planned.forEach(
        (id, node) -> {
          if (!old.containsKey(id)) {
            node.states().forEach(state -> add(Verdict.NEW, node, state, ""));
            timers(node).added(orNone(node.timers()));
          }
        });
  }

  private TimerComparison timers(KeptNode node) {
    return new TimerComparison(node.name(), findings::add);
  }

  private static List<TimerDescription> orNone(@Nullable List<TimerDescription> timers) {
    return timers == null ? List.of() : timers;
  }

  private void gone(KeptNode node, StateDescription state) {
    findings.add(
        new Finding(
            Verdict.DROPPED, node.name(), what(state), "the new job has no such node", true));
  }

  private void compare(KeptNode old, KeptNode node) {
    compareKeys(old, node);
    Map<String, StateDescription> states = byName(old);
    for (StateDescription state : node.states()) {
      StateDescription older = states.remove(state.name());
      if (old.finished()) {
        add(Verdict.MAPS, node, state, "had ended, and stays so");
      } else if (older == null) {
        add(Verdict.NEW, node, state, "");
      } else {
        compare(node, state, older);
      }
    }
    states
        .values()
        .forEach(state -> add(Verdict.DROPPED, node, state, "the new job has no such state"));
    if (old.timers() != null && !old.finished()) {
      timers(node).compare(old.timers(), orNone(node.timers()));
    }
  }

  private static Map<String, StateDescription> byName(KeptNode node) {
    Map<String, StateDescription> states = new LinkedHashMap<>();
    node.states().forEach(state -> states.put(state.name(), state));
    return states;
  }

  private void compareKeys(KeptNode old, KeptNode node) {
    SerializerDescription oldKey = old.key();
    SerializerDescription key = node.key();
    if (oldKey == null || key == null) {
      return;
    }
    if (key.compatibility(oldKey) != Compatibility.AS_IS) {
      findings.add(Finding.of(Verdict.REFUSED, node.name(), keyOf(node), change(oldKey, key)));
    }
    if (plan.maxParallelismFixed() && old.maxParallelism() != node.maxParallelism()) {
      findings.add(
          Finding.of(
              Verdict.REFUSED,
              node.name(),
              "maximum parallelism",
              "was %d, is now %d; state is in as many key groups, for ever"
                  .formatted(old.maxParallelism(), node.maxParallelism())));
    }
  }

  /** All state by key of a node is under the same keys. */
  private static String keyOf(KeptNode node) {
    return node.states().stream()
        .filter(state -> state.namespace() != null)
        .map(state -> "'%s'".formatted(state.id()))
        .sorted()
        .collect(Collectors.joining(", ", "key of state ", ""));
  }

  private void compare(KeptNode node, StateDescription state, StateDescription older) {
    switch (state.compatibility(older)) {
      case AS_IS -> add(Verdict.MAPS, node, state, "");
      case AFTER_MIGRATION ->
          add(Verdict.MIGRATES, node, state, change(older.value(), state.value()));
      case INCOMPATIBLE -> add(Verdict.REFUSED, node, state, difference(state, older));
    }
  }

  private static String difference(StateDescription state, StateDescription older) {
    if (state.storage() != older.storage()) {
      return "was a %s, is now a %s".formatted(older.kind(), state.kind());
    }
    SerializerDescription windows = state.namespace();
    SerializerDescription olderWindows = older.namespace();
    if (state.value().compatibility(older.value()) == Compatibility.INCOMPATIBLE) {
      return change(older.value(), state.value());
    }
    return "windows, " + change(olderWindows, windows);
  }

  private static String change(
      @Nullable SerializerDescription older, @Nullable SerializerDescription newer) {
    String from = Objects.toString(older);
    String to = Objects.toString(newer);
    return older != null && newer != null && from.equals(to)
        ? "was written by %s, is read by %s".formatted(older.simpleName(), newer.simpleName())
        : "was written with coder %s, is read with coder %s".formatted(from, to);
  }

  private void add(Verdict verdict, KeptNode node, StateDescription state, String detail) {
    findings.add(Finding.of(verdict, node.name(), what(state), detail));
  }

  private static String what(StateDescription state) {
    return "state '%s' (%s)".formatted(state.id(), state.kind());
  }
}
