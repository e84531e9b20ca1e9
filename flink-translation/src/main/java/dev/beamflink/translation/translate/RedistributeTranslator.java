package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Redistribute;

/** Translates Redistribute to an exchange, by key or round-robin as it says. */
final class RedistributeTranslator implements TransformTranslator<Redistribute> {

  @Override
  public Class<Redistribute> payloadType() {
    return Redistribute.class;
  }

  @Override
  public void translate(TransformNode transform, Redistribute payload, TranslationContext context) {
    if (payload.byKey()) {
      Exchanges.byKey(transform, context);
    } else {
      Exchanges.rebalance(transform, context);
    }
  }
}
