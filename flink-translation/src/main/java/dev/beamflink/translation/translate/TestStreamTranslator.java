package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TestStream;

/** Translates TestStream to a root that plays its events. */
final class TestStreamTranslator implements TransformTranslator<TestStream> {

  @Override
  public Class<TestStream> payloadType() {
    return TestStream.class;
  }

  @Override
  public void translate(TransformNode transform, TestStream payload, TranslationContext context) {
    context.drive().testStream(transform, payload);
  }
}
