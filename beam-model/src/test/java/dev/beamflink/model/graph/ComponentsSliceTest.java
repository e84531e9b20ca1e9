package dev.beamflink.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.JavaPipelines;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.text.PipelineText;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class ComponentsSliceTest {

  @Test
  void hasWhatTheTransformsNeedAndNothingElse() {
    PipelineGraph graph =
        PipelineText.graph(
            """
            Read R -> a: kv<varint, iterable<bool>> fixed
            ParDo A <- a, env python -> b: string_utf8
            ParDo B <- b -> c: double
            """);
    RunnerApi.Components slice = ComponentsSlice.of(graph, List.of(new TransformId("A")));
    assertEquals(Set.of("A"), slice.getTransformsMap().keySet());
    assertEquals(Set.of("a", "b"), slice.getPcollectionsMap().keySet());
    assertEquals(
        Set.of(
            "kv<varint, iterable<bool>>",
            "varint",
            "iterable<bool>",
            "bool",
            "string_utf8",
            "interval_window",
            "global_window"),
        slice.getCodersMap().keySet());
    assertEquals(Set.of("fixed", "global"), slice.getWindowingStrategiesMap().keySet());
    assertEquals(Set.of("python", "java"), slice.getEnvironmentsMap().keySet());
  }

  @Test
  void hasTheCodersOfStateAndTimers() throws Exception {
    PipelineGraph graph =
        GraphParser.parse(
            JavaPipelines.translate(
                pipeline ->
                    pipeline
                        .apply(Create.of(KV.of("a", 1)))
                        .apply("Batches", GroupIntoBatches.ofSize(2))));
    TransformNode batches =
        graph.transforms().stream()
            .filter(transform -> transform.fullName().startsWith("Batches"))
            .findFirst()
            .orElseThrow();
    RunnerApi.Components slice = ComponentsSlice.of(graph, List.of(batches.id()));
    ParDoPayload payload =
        ParDoPayload.parseFrom(
            slice.getTransformsOrThrow(batches.id().value()).getSpec().getPayload());
    assertTrue(
        slice.containsCoders(
            payload.getStateSpecsOrThrow("batch").getBagSpec().getElementCoderId()));
    assertTrue(
        slice.containsCoders(
            payload.getTimerFamilySpecsOrThrow("ts-endOfBuffering").getTimerFamilyCoderId()));
    assertEquals(1, slice.getTransformsCount());
    assertEquals(
        graph.components().getTransformsOrThrow(batches.id().value()).getInputsMap(),
        slice.getTransformsOrThrow(batches.id().value()).getInputsMap());
  }
}
