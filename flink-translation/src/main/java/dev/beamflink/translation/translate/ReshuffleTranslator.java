package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Reshuffle;

/**
 * Translates Reshuffle to a round-robin exchange; windows, timestamps and panes stay as they are.
 */
final class ReshuffleTranslator implements TransformTranslator<Reshuffle> {

  @Override
  public Class<Reshuffle> payloadType() {
    return Reshuffle.class;
  }

  @Override
  public void translate(TransformNode transform, Reshuffle payload, TranslationContext context) {
    CollectionId output = transform.outputs().values().iterator().next();
    context.define(
        output,
        context.stream(transform.mainInput()).rebalance(),
        context.settings().parallelism());
  }
}
