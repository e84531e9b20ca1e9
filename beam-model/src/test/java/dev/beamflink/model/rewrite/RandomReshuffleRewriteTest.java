package dev.beamflink.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.JavaPipelines;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.payload.Reshuffle;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.ParDo.SingleOutput;
import org.apache.beam.sdk.transforms.Reshuffle.AssignShardFn;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomReshuffleRewriteTest {
  private final RandomReshuffleRewrite rewrite = new RandomReshuffleRewrite();

  @Test
  void elementsGoAnywhereWithoutKeys() {
    PipelineGraph graph =
        rewrite.apply(
            graph(
                pipeline ->
                    windowed(pipeline)
                        .apply(org.apache.beam.sdk.transforms.Reshuffle.viaRandomKey())
                        .apply(WithKeys.of("a"))));
    TransformNode reshuffle = only(graph, Redistribute.class);
    assertEquals(new Redistribute(false, false), reshuffle.payload());
    assertEquals("Reshuffle.ViaRandomKey/Reshuffle", reshuffle.fullName());
    CollectionNode input = graph.collection(reshuffle.mainInput());
    CollectionNode output = graph.collection(reshuffle.onlyOutput());
    assertEquals(input.coder(), output.coder());
    assertEquals(input.windowing(), output.windowing());
    assertEquals(
        List.of("WithKeys/AddKeys/Map/ParMultiDo(Anonymous)"),
        graph.consumersOf(output.id()).stream()
            .map(consumer -> consumer.transform().fullName())
            .toList());
    assertTrue(graph.transformsWith(Reshuffle.class).isEmpty());
  }

  @Test
  void severalInOneRow() {
    PipelineGraph graph =
        rewrite.apply(
            graph(
                pipeline ->
                    windowed(pipeline)
                        .apply("A", org.apache.beam.sdk.transforms.Reshuffle.viaRandomKey())
                        .apply("B", org.apache.beam.sdk.transforms.Reshuffle.viaRandomKey())));
    assertEquals(2, graph.transformsWith(Redistribute.class).size());
    assertEquals(0, graph.transformsWith(ParDo.class).stream().filter(this::isNew).count());
  }

  private boolean isNew(TransformNode transform) {
    return transform.fullName().startsWith("A/") || transform.fullName().startsWith("B/");
  }

  @ParameterizedTest
  @MethodSource("others")
  void staysWhereKeysAreForMore(Consumer<PCollection<Long>> others) {
    PipelineGraph graph = graph(pipeline -> others.accept(windowed(pipeline)));
    assertSame(graph, rewrite.apply(graph));
  }

  static Stream<Consumer<PCollection<Long>>> others() {
    return Stream.of(
        numbers ->
            numbers.apply(
                org.apache.beam.sdk.transforms.Reshuffle.<Long>viaRandomKey().withNumBuckets(3)),
        numbers -> reshuffled(numbers.apply(WithKeys.of(1))).apply(Values.create()),
        numbers -> reshuffled(numbers.apply(randomKeys())).apply(Keys.create()),
        numbers -> {
          PCollection<KV<Integer, Long>> reshuffled = reshuffled(numbers.apply(randomKeys()));
          reshuffled.apply(Values.create());
          reshuffled.apply(Count.perKey());
        },
        numbers -> {
          PCollection<KV<Integer, Long>> keyed = numbers.apply(randomKeys());
          reshuffled(keyed).apply(Values.create());
          keyed.apply(Keys.create());
        },
        numbers ->
            numbers
                .apply(org.apache.beam.sdk.transforms.Reshuffle.viaRandomKey())
                .setCoder(BigEndianLongCoder.of()));
  }

  private static SingleOutput<Long, KV<Integer, Long>> randomKeys() {
    return org.apache.beam.sdk.transforms.ParDo.of(new AssignShardFn<Long>(null));
  }

  private static PCollection<KV<Integer, Long>> reshuffled(PCollection<KV<Integer, Long>> keyed) {
    return keyed.apply(org.apache.beam.sdk.transforms.Reshuffle.of());
  }

  private static PCollection<Long> windowed(Pipeline pipeline) {
    return pipeline
        .apply(Create.of(1L, 2L))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(1))));
  }

  private static PipelineGraph graph(Consumer<Pipeline> builder) {
    return GraphParser.parse(JavaPipelines.translate(builder));
  }

  private static TransformNode only(
      PipelineGraph graph, Class<? extends dev.beamflink.model.payload.TransformPayload> payload) {
    List<TransformNode> found = graph.transformsWith(payload);
    assertEquals(1, found.size());
    return found.get(0);
  }
}
