package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.Consumer;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.TransformPayload;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.source.EndPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * Finds the transforms that may have work left when all their input has come, and the sources that
 * must stay alive for them in STREAMING: a finished source would end them.
 *
 * <p>Such work is a processing-time timer of a DoFn, a restriction that resumes, or elements that
 * wait for a checkpoint to make them stable. Event-time timers are none: they all fire with the
 * last watermark. Nor are triggers in processing time: every window ends with the last watermark,
 * and its last pane with it.
 */
final class PendingWork {

  /** For each source the workers downstream that it waits for: nodes with such work. */
  private final Map<TransformId, Set<String>> workersOfSource = new LinkedHashMap<>();

  /** For each worker the sources that wait for it. */
  private final Map<String, Set<String>> sourcesOfWorker = new LinkedHashMap<>();

  private final PipelineGraph graph;

  private final Predicate<TransformNode> restrictionsResume;

  private PendingWork(PipelineGraph graph, Predicate<TransformNode> restrictionsResume) {
    this.graph = graph;
    this.restrictionsResume = restrictionsResume;
  }

  static PendingWork of(ExecutionPlan plan, PlanMode mode, UserCode userCode) {
    PendingWork pendingWork =
        new PendingWork(plan.graph(), transform -> userCode.takesRestrictions(transform, mode));
    if (mode == PlanMode.STREAMING) {
      plan.graph().transforms().stream()
          .filter(transform -> isSource(transform.payload()))
          .forEach(pendingWork::addDownstreamOf);
    }
    return pendingWork;
  }

  /** For a pipeline that something else ends than its sources. */
  static PendingWork none(ExecutionPlan plan) {
    return new PendingWork(plan.graph(), transform -> false);
  }

  /** When the tasks of a source may end. */
  EndPolicy endPolicy(TransformNode source) {
    Set<String> workers = workersOfSource.getOrDefault(source.id(), Set.of());
    return workers.isEmpty()
        ? new EndPolicy.WhenDone()
        : new EndPolicy.WhenDownstreamQuiet(workers);
  }

  /** To whom a transform reports that it has no work left; to nobody if it never has any. */
  QuietSpec quietSpec(TransformNode transform) {
    return quietSpec(transform.fullName());
  }

  /** The same for the node that makes a transform's input stable. */
  QuietSpec stableInputQuietSpec(TransformNode transform) {
    return quietSpec(stableInput(transform));
  }

  private QuietSpec quietSpec(String worker) {
    return new QuietSpec(worker, List.copyOf(sourcesOfWorker.getOrDefault(worker, Set.of())));
  }

  private static String stableInput(TransformNode transform) {
    return Uids.of(transform.fullName(), "stable-input");
  }

  private void addDownstreamOf(TransformNode source) {
    Set<TransformId> seen = new LinkedHashSet<>();
    Deque<TransformNode> open = new ArrayDeque<>(List.of(source));
    while (!open.isEmpty()) {
      for (CollectionId output : open.pop().outputs().values()) {
        for (Consumer consumer : graph.consumersOf(output)) {
          TransformNode next = consumer.transform();
          if (seen.add(next.id())) {
            open.push(next);
            if (mayHaveWorkLeft(next)) {
              link(source, next.fullName());
            }
            if (next.payload() instanceof ParDoLike parDo && parDo.requiresStableInput()) {
              link(source, stableInput(next));
            }
          }
        }
      }
    }
  }

  private void link(TransformNode source, String worker) {
    workersOfSource.computeIfAbsent(source.id(), id -> new LinkedHashSet<>()).add(worker);
    sourcesOfWorker.computeIfAbsent(worker, name -> new LinkedHashSet<>()).add(source.fullName());
  }

  private static boolean isSource(TransformPayload payload) {
    return payload instanceof Impulse || payload instanceof Read;
  }

  private boolean mayHaveWorkLeft(TransformNode transform) {
    TransformPayload payload = transform.payload();
    if (payload instanceof SdfProcess) {
      return restrictionsResume.test(transform);
    }
    return payload instanceof ParDoLike parDo
        && parDo.timerFamilies().values().stream()
            .anyMatch(family -> family.getTimeDomain() != RunnerApi.TimeDomain.Enum.EVENT_TIME);
  }
}
