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
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;

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
    ReferenceCheck check = new ReferenceCheck(pipeline.getComponents(), problems);
    check.checkHierarchy(pipeline.getRootTransformIdsList());
    check.checkTransforms();
    check.checkCollections();
    check.checkWindowings();
    check.checkCoders();
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
      if (!seen.add(id)) {
        problems.add(
            new Problem("Transform '%s'".formatted(id), "occurs twice in the hierarchy", REMEDY));
        continue;
      }
      PTransform transform = components.getTransformsMap().get(id);
      if (transform != null) {
        transform.getSubtransformsList().forEach(open::push);
      }
    }
  }

  private void checkTransforms() {
    for (PTransform transform : sorted(components.getTransformsMap())) {
      String where =
          "Transform '%s' (%s)".formatted(transform.getUniqueName(), transform.getSpec().getUrn());
      checkKnown(
          where, "subtransform", transform.getSubtransformsList(), components.getTransformsMap());
      checkKnown(
          where, "input", transform.getInputsMap().values(), components.getPcollectionsMap());
      checkKnown(
          where, "output", transform.getOutputsMap().values(), components.getPcollectionsMap());
      if (!transform.getEnvironmentId().isEmpty()) {
        checkKnown(
            where,
            "environment",
            List.of(transform.getEnvironmentId()),
            components.getEnvironmentsMap());
      }
    }
  }

  private void checkCollections() {
    components.getPcollectionsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              String where = "PCollection '%s'".formatted(entry.getKey());
              RunnerApi.PCollection collection = entry.getValue();
              checkKnown(
                  where, "coder", List.of(collection.getCoderId()), components.getCodersMap());
              checkKnown(
                  where,
                  "windowing strategy",
                  List.of(collection.getWindowingStrategyId()),
                  components.getWindowingStrategiesMap());
            });
  }

  private void checkWindowings() {
    components.getWindowingStrategiesMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                checkKnown(
                    "Windowing strategy '%s'".formatted(entry.getKey()),
                    "coder",
                    List.of(entry.getValue().getWindowCoderId()),
                    components.getCodersMap()));
  }

  private void checkCoders() {
    components.getCodersMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                checkKnown(
                    "Coder '%s'".formatted(entry.getKey()),
                    "component coder",
                    entry.getValue().getComponentCoderIdsList(),
                    components.getCodersMap()));
  }

  private void checkKnown(
      String where, String kind, Collection<String> ids, Map<String, ?> components) {
    for (String id : ids) {
      if (!components.containsKey(id)) {
        problems.add(
            new Problem(
                where,
                "refers to %s '%s', which is not in the pipeline".formatted(kind, id),
                REMEDY));
      }
    }
  }

  private static Collection<PTransform> sorted(Map<String, PTransform> transforms) {
    return new TreeMap<>(transforms).values();
  }
}
