package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.junit.jupiter.api.Test;

class ProducerCheckTest {
  private final Map<String, PTransform> leaves = new LinkedHashMap<>();

  @Test
  void oneProducerEachIsRight() {
    add("A", Map.of(), Map.of("out", "a"));
    add("B", Map.of("in", "a"), Map.of("out", "b"));
    assertProblems();
  }

  @Test
  void inputThatNobodyProduces() {
    add("B", Map.of("in", "a"), Map.of("out", "b"));
    assertProblems("consumes PCollection 'a', which no transform produces");
  }

  @Test
  void outputOfTwoTransforms() {
    add("A", Map.of(), Map.of("out", "a"));
    add("B", Map.of(), Map.of("out", "a"));
    assertProblems("produces PCollection 'a', which transform 'A' produces too");
  }

  private void add(String name, Map<String, String> inputs, Map<String, String> outputs) {
    leaves.put(
        name,
        PTransform.newBuilder()
            .setUniqueName(name)
            .putAllInputs(inputs)
            .putAllOutputs(outputs)
            .build());
  }

  private void assertProblems(String... expected) {
    Problems problems = new Problems();
    ProducerCheck.check(leaves, problems);
    assertEquals(List.of(expected), problems.found().stream().map(Problem::why).toList());
  }
}
