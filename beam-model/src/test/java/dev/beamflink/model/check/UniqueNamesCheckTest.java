package dev.beamflink.model.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.Test;

class UniqueNamesCheckTest {

  @Test
  void differentNamesAreRight() {
    assertProblems("B");
  }

  @Test
  void sameNameTwice() {
    assertProblems(
        "A",
        "Transform 'A' (beam:transform:pardo:v1) has the name of another transform. Give each of"
            + " them a name where it is applied.");
  }

  @Test
  void noName() {
    assertProblems(
        "",
        "The transform with id 'B' (beam:transform:pardo:v1) has no name. Name it where it is"
            + " applied.");
  }

  private static void assertProblems(String nameOfB, String... expected) {
    RunnerApi.Pipeline.Builder pipeline =
        PipelineText.parse("Read R -> a\nParDo A <- a -> b\nParDo B <- a -> c").toBuilder();
    RunnerApi.Components.Builder components = pipeline.getComponentsBuilder();
    components.putTransforms(
        "B", components.getTransformsOrThrow("B").toBuilder().setUniqueName(nameOfB).build());
    Problems problems = new Problems();
    new UniqueNamesCheck().check(GraphParser.parse(pipeline.build()), problems);
    assertEquals(List.of(expected), problems.found().stream().map(Problem::toString).toList());
  }
}
