package dev.beamflink.model.parse;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.EnvironmentId;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.model.payload.TransformPayload;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableMap;

/** Makes the typed node of one executable transform, or says why it has none. */
final class TransformParser {
  private static final String REPORT_TO_SDK =
      "This is a defect of the SDK that wrote the pipeline; report it there";

  private final RunnerApi.Components components;
  private final Problems problems;

  TransformParser(RunnerApi.Components components, Problems problems) {
    this.components = components;
    this.problems = problems;
  }

  /** Returns the node, or nothing if a problem was added. */
  Optional<TransformNode> parse(String id, PTransform transform) {
    Optional<TransformPayload> payload = payload(transform);
    if (payload.isEmpty()
        || !hasItsCoders(transform, payload.get())
        || !hasRightInputs(transform, payload.get())) {
      return Optional.empty();
    }
    Set<String> sideInputs = sideInputs(payload.get());
    return Optional.of(
        new TransformNode(
            new TransformId(id),
            transform.getUniqueName(),
            transform.getSpec().getUrn(),
            payload.get(),
            ordered(transform.getInputsMap(), sideInputs),
            ordered(transform.getOutputsMap(), Set.of()),
            Optional.of(transform.getEnvironmentId())
                .filter(environment -> !environment.isEmpty())
                .map(EnvironmentId::new)));
  }

  private Optional<TransformPayload> payload(PTransform transform) {
    Optional<TransformPayload> payload;
    try {
      payload = PayloadParser.parse(transform.getSpec());
    } catch (InvalidProtocolBufferException e) {
      report(transform, "has a payload that cannot be read: " + e.getMessage(), REPORT_TO_SDK);
      return Optional.empty();
    }
    if (payload.isEmpty()) {
      report(
          transform,
          "is not known to this runner, and has no subtransforms to run in its place",
          "Replace it with a transform that is made of Beam's primitives");
    }
    return payload;
  }

  private boolean hasItsCoders(PTransform transform, TransformPayload payload) {
    Set<String> missing = new TreeSet<>(payload.coderIds());
    missing.removeAll(components.getCodersMap().keySet());
    if (!missing.isEmpty()) {
      report(
          transform,
          "names coders %s that are not in the pipeline".formatted(missing),
          REPORT_TO_SDK);
    }
    return missing.isEmpty();
  }

  private boolean hasRightInputs(PTransform transform, TransformPayload payload) {
    Set<String> undeclared = new TreeSet<>(sideInputs(payload));
    undeclared.removeAll(transform.getInputsMap().keySet());
    if (!undeclared.isEmpty()) {
      report(
          transform, "has side inputs %s that are not inputs".formatted(undeclared), REPORT_TO_SDK);
      return false;
    }
    int expected =
        payload instanceof Impulse || payload instanceof Read || payload instanceof TestStream
            ? 0
            : 1;
    int found = transform.getInputsCount() - sideInputs(payload).size();
    if (!(payload instanceof Flatten) && found != expected) {
      report(
          transform,
          "has %d main inputs, but its kind has %d".formatted(found, expected),
          REPORT_TO_SDK);
      return false;
    }
    if (!(payload instanceof ParDoLike) && transform.getOutputsCount() != 1) {
      report(
          transform,
          "has %d outputs, but its kind has one".formatted(transform.getOutputsCount()),
          REPORT_TO_SDK);
      return false;
    }
    return true;
  }

  private void report(PTransform transform, String why, String remedy) {
    problems.add(
        Problem.ofTransform(transform.getUniqueName(), transform.getSpec().getUrn(), why, remedy));
  }

  private static Set<String> sideInputs(TransformPayload payload) {
    return payload instanceof ParDoLike parDo ? parDo.sideInputs().keySet() : Set.of();
  }

  /** Not by local name: the Java SDK puts random numbers into those. */
  private static ImmutableMap<String, CollectionId> ordered(
      Map<String, String> collections, Set<String> last) {
    return collections.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, String>, Boolean>comparing(
                    entry -> last.contains(entry.getKey()))
                .thenComparing(Map.Entry::getValue)
                .thenComparing(Map.Entry::getKey))
        .collect(
            ImmutableMap.toImmutableMap(
                Map.Entry::getKey, entry -> new CollectionId(entry.getValue())));
  }
}
