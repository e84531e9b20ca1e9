package dev.beamflink.model.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.Problem;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** What cannot be written as a text of the corpus. */
class TransformParserTest {
  private final Problems problems = new Problems();

  @Test
  void payloadThatNamesAMissingCoder() {
    RunnerApi.Components components =
        components("ParDo A <- a, splittable -> b").removeCoders("kv<bytes, bytes>").build();
    assertProblem(components, "names coders [kv<bytes, bytes>] that are not in the pipeline");
  }

  @Test
  void damagedPayload() {
    RunnerApi.Components.Builder components = components("ParDo A <- a -> b");
    PTransform.Builder damaged = components.getTransformsOrThrow("A").toBuilder();
    damaged.getSpecBuilder().setPayload(ByteString.copyFrom(new byte[] {1, 2, 3}));
    components.putTransforms("A", damaged.build());
    assertProblem(components.build(), "has a payload that cannot be read: ");
  }

  private static RunnerApi.Components.Builder components(String line) {
    return PipelineText.parse("Read R -> a: varint\n" + line).getComponents().toBuilder();
  }

  private void assertProblem(RunnerApi.Components components, String expected) {
    TransformParser parser = new TransformParser(components, problems);
    assertTrue(parser.parse("A", components.getTransformsOrThrow("A")).isEmpty());
    List<String> found = problems.found().stream().map(Problem::why).toList();
    assertEquals(1, found.size());
    assertTrue(found.get(0).startsWith(expected), found.get(0));
  }
}
