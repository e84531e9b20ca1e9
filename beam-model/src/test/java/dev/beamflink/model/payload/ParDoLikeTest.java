package dev.beamflink.model.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.StateSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.TimerFamilySpec;
import org.junit.jupiter.api.Test;

class ParDoLikeTest {

  @Test
  void plainParDoHasNoFacts() {
    ParDo plain = new ParDo(ParDoPayload.getDefaultInstance());
    assertFalse(plain.stateful());
    assertFalse(plain.splittable());
    assertEquals(Optional.empty(), plain.onWindowExpirationTimerFamily());
    assertEquals(List.of(), plain.coderIds().asList());
  }

  @Test
  void timersAloneMakeItStateful() {
    ParDoPayload payload =
        ParDoPayload.newBuilder()
            .putTimerFamilySpecs("t", TimerFamilySpec.getDefaultInstance())
            .build();
    assertTrue(new ParDo(payload).stateful());
  }

  @Test
  void statesAreOrderedById() {
    ParDoPayload payload =
        ParDoPayload.newBuilder()
            .putStateSpecs("b", StateSpec.getDefaultInstance())
            .putStateSpecs("a", StateSpec.getDefaultInstance())
            .build();
    assertEquals(List.of("a", "b"), List.copyOf(new ParDo(payload).states().keySet()));
  }

  @Test
  void codersAreFoundInEveryKindOfState() {
    ParDoPayload.Builder payload = ParDoPayload.newBuilder().setRestrictionCoderId("restriction");
    StateSpec.Builder map = StateSpec.newBuilder();
    map.getMapSpecBuilder().setKeyCoderId("key").setValueCoderId("value");
    StateSpec.Builder combining = StateSpec.newBuilder();
    combining.getCombiningSpecBuilder().setAccumulatorCoderId("accumulator");
    payload.putStateSpecs("map", map.build()).putStateSpecs("combining", combining.build());
    payload.putTimerFamilySpecs(
        "timer", TimerFamilySpec.newBuilder().setTimerFamilyCoderId("timer").build());
    assertEquals(
        List.of("accumulator", "key", "restriction", "timer", "value"),
        new SdfProcess(payload.build()).coderIds().asList());
  }
}
