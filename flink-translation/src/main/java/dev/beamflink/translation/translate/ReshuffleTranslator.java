package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Reshuffle;

/**
 * Translates Reshuffle to an exchange. Keyed elements, which are the rule in Java, go by their key:
 * users rely on the elements of a key staying in order ({@code UsesPerKeyOrderedDelivery}); random
 * keys spread evenly.
 */
final class ReshuffleTranslator implements TransformTranslator<Reshuffle> {

  @Override
  public Class<Reshuffle> payloadType() {
    return Reshuffle.class;
  }

  @Override
  public void translate(TransformNode transform, Reshuffle payload, TranslationContext context) {
    if (Exchanges.hasKeys(transform, context)) {
      Exchanges.byKey(transform, context);
    } else {
      Exchanges.rebalance(transform, context);
    }
  }
}
