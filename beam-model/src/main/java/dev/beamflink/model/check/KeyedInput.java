package dev.beamflink.model.check;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.CollectionNode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.print.CoderPrinter;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.ModelCoders;

/** The main input of a transform, seen as pairs of key and value. */
record KeyedInput(PipelineGraph graph, CollectionNode collection) {

  static KeyedInput of(PipelineGraph graph, TransformNode transform) {
    return new KeyedInput(graph, graph.collection(transform.mainInput()));
  }

  /** Returns whether a transform groups its input by key. */
  static boolean groups(TransformNode transform) {
    return transform.payload() instanceof GroupByKey
        || transform.payload() instanceof CombinePerKey
        || (transform.payload() instanceof Redistribute redistribute && redistribute.byKey());
  }

  /** Returns whether a transform has state or timers per key. */
  static boolean hasState(TransformNode transform) {
    return transform.payload() instanceof ParDoLike parDo && parDo.stateful();
  }

  /** Returns the coder of the keys, or nothing if elements are not pairs. */
  Optional<CoderId> keyCoder() {
    RunnerApi.Coder coder = graph.coder(collection.coder());
    return coder.getSpec().getUrn().equals(ModelCoders.KV_CODER_URN)
        ? Optional.of(new CoderId(coder.getComponentCoderIds(0)))
        : Optional.empty();
  }

  /** Describes an input that is no pairs, for a problem. */
  String describe() {
    return "input '%s' is not keyed (coder: %s)"
        .formatted(collection.uniqueName(), new CoderPrinter(graph).print(collection.coder()));
  }
}
