package dev.beamflink.model.parse;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowingStrategy;

/**
 * Every id in the proto names a component, and each transform is in one place of the hierarchy.
 * Nothing else can be said of a pipeline for which this does not hold.
 */
final class ReferenceCheck {
  private static final String REMEDY =
      "The pipeline is damaged: report it to the SDK or tool that wrote it";

  private final RunnerApi.Components components;
  private final Problems problems;

  private ReferenceCheck(RunnerApi.Components components, Problems problems) {
    this.components = components;
    this.problems = problems;
  }

  /** Adds a problem for each reference to nothing. */
  static void check(RunnerApi.Pipeline pipeline, Problems problems) {
    RunnerApi.Components components = pipeline.getComponents();
    ReferenceCheck check = new ReferenceCheck(components, problems);
    check.checkHierarchy(pipeline.getRootTransformIdsList());
    // In the order of the ids, as maps of a proto have none.
    new TreeMap<>(components.getTransformsMap()).values().forEach(check::checkTransform);
    new TreeMap<>(components.getPcollectionsMap()).forEach(check::checkCollection);
    new TreeMap<>(components.getWindowingStrategiesMap()).forEach(check::checkWindowing);
    new TreeMap<>(components.getCodersMap()).forEach(check::checkCoder);
  }

  private void checkHierarchy(List<String> roots) {
    if (roots.isEmpty() && components.getTransformsCount() > 0) {
      problems.add(Problem.ofPipeline("has transforms, but none of them is a root", REMEDY));
    }
    checkKnown("The pipeline", "root transform", roots, components.getTransformsMap());
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String id = open.pop();
      PTransform transform = components.getTransformsMap().get(id);
      if (!seen.add(id)) {
        problems.add(
            new Problem("Transform '%s'".formatted(id), "occurs twice in the hierarchy", REMEDY));
      } else if (transform != null) {
        transform.getSubtransformsList().forEach(open::push);
      }
    }
  }

  private void checkTransform(PTransform transform) {
    String where =
        "Transform '%s' (%s)".formatted(transform.getUniqueName(), transform.getSpec().getUrn());
    checkKnown(
        where, "subtransform", transform.getSubtransformsList(), components.getTransformsMap());
    checkKnown(where, "input", transform.getInputsMap().values(), components.getPcollectionsMap());
    checkKnown(
        where, "output", transform.getOutputsMap().values(), components.getPcollectionsMap());
    checkEnvironment(where, transform.getEnvironmentId());
  }

  private void checkCollection(String id, PCollection collection) {
    String where = "PCollection '%s'".formatted(id);
    checkKnown(where, "coder", List.of(collection.getCoderId()), components.getCodersMap());
    checkKnown(
        where,
        "windowing strategy",
        List.of(collection.getWindowingStrategyId()),
        components.getWindowingStrategiesMap());
  }

  private void checkWindowing(String id, WindowingStrategy windowing) {
    String where = "Windowing strategy '%s'".formatted(id);
    checkKnown(where, "coder", List.of(windowing.getWindowCoderId()), components.getCodersMap());
    checkEnvironment(where, windowing.getEnvironmentId());
  }

  private void checkCoder(String id, RunnerApi.Coder coder) {
    checkKnown(
        "Coder '%s'".formatted(id),
        "component coder",
        coder.getComponentCoderIdsList(),
        components.getCodersMap());
  }

  /** What needs no code of a user has no environment. */
  private void checkEnvironment(String where, String id) {
    if (!id.isEmpty()) {
      checkKnown(where, "environment", List.of(id), components.getEnvironmentsMap());
    }
  }

  private void checkKnown(
      String where, String kind, Collection<String> ids, Map<String, ?> components) {
    for (String id : new TreeSet<>(ids)) {
      if (!components.containsKey(id)) {
        problems.add(
            new Problem(
                where,
                "refers to %s '%s', which is not in the pipeline".formatted(kind, id),
                REMEDY));
      }
    }
  }
}
