package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Impulse;

/** Translates Impulse to a root of one element. */
final class ImpulseTranslator implements TransformTranslator<Impulse> {

  @Override
  public Class<Impulse> payloadType() {
    return Impulse.class;
  }

  @Override
  public void translate(TransformNode transform, Impulse payload, TranslationContext context) {
    context.drive().impulse(transform);
  }
}
