package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.junit.jupiter.api.Test;

class CoderCheckTest {

  private static final String OF_AN_SDK = "some:coder:v1";

  private final RunnerApi.Components.Builder components = RunnerApi.Components.newBuilder();

  @Test
  void treesAreRight() {
    add("bytes", ModelCoders.BYTES_CODER_URN);
    add("kv", ModelCoders.KV_CODER_URN, "bytes", "bytes");
    add("kvs", ModelCoders.ITERABLE_CODER_URN, "kv");
    add("other", OF_AN_SDK, "kvs", "kv", "bytes");
    assertProblems();
  }

  @Test
  void numberOfComponents() {
    add("bytes", ModelCoders.BYTES_CODER_URN);
    add("kv", ModelCoders.KV_CODER_URN, "bytes");
    assertProblems("Coder 'kv' (beam:coder:kv:v1) has 1 components, but its kind has 2");
  }

  @Test
  void circle() {
    add("bytes", ModelCoders.BYTES_CODER_URN);
    add("a", OF_AN_SDK, "b", "bytes");
    add("b", OF_AN_SDK, "a");
    add("user", OF_AN_SDK, "a");
    assertProblems(
        "Coder 'a' contains itself, directly or through its components",
        "Coder 'b' contains itself, directly or through its components",
        "Coder 'user' contains itself, directly or through its components");
  }

  /** Following each component would take for ever. */
  @Test
  void eachLevelTwiceAsLarge() {
    add("0", OF_AN_SDK);
    for (int level = 1; level <= 9; level++) {
      String below = String.valueOf(level - 1);
      add(String.valueOf(level), ModelCoders.KV_CODER_URN, below, below);
    }
    assertProblems("Coder '8' has more than 500 parts", "Coder '9' has more than 500 parts");
  }

  private void add(String id, String urn, String... parts) {
    RunnerApi.Coder.Builder coder = RunnerApi.Coder.newBuilder();
    coder.getSpecBuilder().setUrn(urn);
    components.putCoders(id, coder.addAllComponentCoderIds(List.of(parts)).build());
  }

  private void assertProblems(String... expected) {
    Problems problems = new Problems();
    CoderCheck.check(components.build(), problems);
    assertEquals(
        List.of(expected),
        problems.found().stream()
            .map(Problem::toString)
            .map(text -> text.substring(0, text.indexOf(". The pipeline is damaged")))
            .toList());
  }
}
