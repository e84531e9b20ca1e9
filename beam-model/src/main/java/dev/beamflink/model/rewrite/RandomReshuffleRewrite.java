package dev.beamflink.model.rewrite;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.Consumer;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.parse.PassThroughElision;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.payload.Reshuffle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.RedistributePayload;

/**
 * Takes the random keys out of {@code Reshuffle.viaRandomKey()} of the Java SDK:
 *
 * <pre>
 *   'X/Pair with random key' -&gt; 'X/Reshuffle' -&gt; 'X/Values'  =&gt;  'X/Reshuffle', to anywhere
 * </pre>
 *
 * <p>What the keys are for, elements spread evenly, an exchange does without them, and need not
 * encode and hash one for each element. The SDK's own DoFns are known by {@link RandomKeyFns}; a
 * Reshuffle among others stays as it is.
 */
final class RandomReshuffleRewrite implements GraphRewrite {

  @Override
  public PipelineGraph apply(PipelineGraph graph) {
    PipelineGraph rewritten = graph;
    for (TransformNode reshuffle : graph.transformsWith(Reshuffle.class)) {
      Optional<TransformNode> assign =
          graph.producerOf(reshuffle.mainInput()).filter(RandomReshuffleRewrite::assignsRandomKeys);
      Optional<TransformNode> values =
          onlyConsumer(graph, reshuffle.onlyOutput()).filter(RandomReshuffleRewrite::takesValues);
      if (assign.isPresent()
          && values.isPresent()
          && onlyConsumer(graph, reshuffle.mainInput()).isPresent()
          && sameElements(graph, assign.get(), values.get())) {
        rewritten = rewrite(rewritten, reshuffle, assign.get(), values.get());
      }
    }
    return rewritten;
  }

  private static boolean assignsRandomKeys(TransformNode producer) {
    return producer.payload() instanceof ParDo parDo
        && RandomKeyFns.SDK.assign().equals(parDo.doFn());
  }

  private static boolean takesValues(TransformNode consumer) {
    return consumer.payload() instanceof ParDo parDo
        && RandomKeyFns.SDK.values().equals(parDo.doFn());
  }

  private static Optional<TransformNode> onlyConsumer(PipelineGraph graph, CollectionId id) {
    List<Consumer> consumers = graph.consumersOf(id);
    return consumers.size() == 1
        ? Optional.of(consumers.get(0).transform()).filter(node -> node.inputs().size() == 1)
        : Optional.empty();
  }

  /** A user may give the output another coder. */
  private static boolean sameElements(
      PipelineGraph graph, TransformNode assign, TransformNode values) {
    CollectionNode before = graph.collection(assign.mainInput());
    CollectionNode after = graph.collection(values.onlyOutput());
    return before.coder().equals(after.coder());
  }

  private static PipelineGraph rewrite(
      PipelineGraph graph, TransformNode reshuffle, TransformNode assign, TransformNode values) {
    RunnerApi.Pipeline.Builder pipeline =
        PassThroughElision.remove(graph.toProto(), Set.of(assign.id().value(), values.id().value()))
            .toBuilder();
    RunnerApi.Components.Builder components = pipeline.getComponentsBuilder();
    String output = reshuffle.onlyOutput().value();
    components.putPcollections(
        output,
        components.getPcollectionsOrThrow(output).toBuilder()
            .setCoderId(graph.collection(values.onlyOutput()).coder().value())
            .build());
    String id = reshuffle.id().value();
    components.putTransforms(
        id,
        components.getTransformsOrThrow(id).toBuilder()
            .setSpec(
                FunctionSpec.newBuilder()
                    .setUrn(Redistribute.ARBITRARILY_URN)
                    .setPayload(RedistributePayload.getDefaultInstance().toByteString()))
            .build());
    return GraphParser.parse(pipeline.build());
  }
}
