package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.translation.runtime.source.ImpulseSource;

/** Translates Impulse to a source of one element, at parallelism 1. */
final class ImpulseTranslator implements TransformTranslator<Impulse> {

  @Override
  public Class<Impulse> payloadType() {
    return Impulse.class;
  }

  @Override
  public void translate(TransformNode transform, Impulse payload, TranslationContext context) {
    ImpulseSource source =
        new ImpulseSource(Sources.named(transform), context.pendingWork().endPolicy(transform));
    Sources.define(transform, source, 1, context);
  }
}
