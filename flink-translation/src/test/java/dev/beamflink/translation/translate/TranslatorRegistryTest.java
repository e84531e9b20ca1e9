package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.payload.AssignWindows;
import dev.beamflink.model.payload.CombinePart;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.payload.TransformPayload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The translators match the payloads that the model knows. */
class TranslatorRegistryTest {

  /** Only ever part of a stage. */
  private static final Set<Class<?>> FUSED =
      Set.of(ParDoLike.class, AssignWindows.class, CombinePart.class, Transcode.class);

  @Test
  void eachPrimitiveHasOneTranslator() {
    List<String> primitives =
        names(
            Stream.of(TransformPayload.class.getPermittedSubclasses())
                .filter(type -> !FUSED.contains(type)));
    List<String> translated =
        names(TranslatorRegistry.TRANSLATORS.stream().map(TransformTranslator::payloadType));
    assertEquals(primitives, translated);
  }

  /** Sorted, so that they can be compared, duplicates included. */
  private static List<String> names(Stream<? extends Class<?>> types) {
    return types.map(Class::getSimpleName).sorted().toList();
  }
}
