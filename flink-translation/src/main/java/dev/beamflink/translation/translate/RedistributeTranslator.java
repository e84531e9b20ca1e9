package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Redistribute;

/** Translates Redistribute, by key or arbitrarily, as Reshuffle is: to a round-robin exchange. */
final class RedistributeTranslator implements TransformTranslator<Redistribute> {

  @Override
  public Class<Redistribute> payloadType() {
    return Redistribute.class;
  }

  @Override
  public void translate(TransformNode transform, Redistribute payload, TranslationContext context) {
    CollectionId output = transform.outputs().values().iterator().next();
    context.define(
        output,
        context.stream(transform.mainInput()).rebalance(),
        context.settings().parallelism());
  }
}
