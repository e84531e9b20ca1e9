package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.TransformPayload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All translators of primitives, in one list. Gaps and duplicates fail its test. */
final class TranslatorRegistry {

  static final List<TransformTranslator<?>> TRANSLATORS =
      List.of(
          new ImpulseTranslator(),
          new ReadTranslator(),
          new TestStreamTranslator(),
          new FlattenTranslator(),
          new ReshuffleTranslator(),
          new RedistributeTranslator(),
          new GroupByKeyTranslator(),
          new CombinePerKeyTranslator());

  private static final Map<Class<?>, TransformTranslator<?>> BY_PAYLOAD = byPayload();

  private TranslatorRegistry() {}

  /** Translates a primitive with the translator of its kind. */
  static void translate(TransformNode transform, TranslationContext context) {
    translate(transform, transform.payload(), context);
  }

  @SuppressWarnings("unchecked") // a translator is registered under its own payload's class
  private static <P extends TransformPayload> void translate(
      TransformNode transform, P payload, TranslationContext context) {
    TransformTranslator<P> translator = (TransformTranslator<P>) BY_PAYLOAD.get(payload.getClass());
    if (translator == null) {
      throw new IllegalStateException(
          "Transform '%s' (%s) has no translator: a bug of the runner"
              .formatted(transform.fullName(), transform.urn()));
    }
    translator.translate(transform, payload, context);
  }

  private static Map<Class<?>, TransformTranslator<?>> byPayload() {
    Map<Class<?>, TransformTranslator<?>> translators = new HashMap<>();
    for (TransformTranslator<?> translator : TRANSLATORS) {
      if (translators.put(translator.payloadType(), translator) != null) {
        throw new IllegalStateException("Two translators for " + translator.payloadType());
      }
    }
    return translators;
  }
}
