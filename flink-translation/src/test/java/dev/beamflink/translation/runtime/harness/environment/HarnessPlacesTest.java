package dev.beamflink.translation.runtime.harness.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardProtocols;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.junit.jupiter.api.Test;

class HarnessPlacesTest {

  private static final Environment ONE_CORE = Environment.getDefaultInstance();
  private static final Environment MANY_CORES =
      Environment.newBuilder()
          .addCapabilities(BeamUrns.getUrn(StandardProtocols.Enum.MULTI_CORE_BUNDLE_PROCESSING))
          .build();

  @Test
  void slotsShareWhatUsesManyCores() {
    HarnessPlaces places = places(1);
    assertEquals(places.of(MANY_CORES, "a", "stage"), places.of(MANY_CORES, "b", "stage"));
  }

  @Test
  void slotsDoNotShareWhatUsesOneCore() {
    HarnessPlaces places = places(1);
    assertNotEquals(places.of(ONE_CORE, "a", "stage"), places.of(ONE_CORE, "b", "stage"));
    assertEquals(places.of(ONE_CORE, "a", "stage"), places.of(ONE_CORE, "a", "stage"));
  }

  @Test
  void stagesTakeTurnsAtANumberOfPlaces() {
    HarnessPlaces places = places(3);
    assertEquals(Set.of("0", "1", "2"), taken(places, 3));
    assertEquals(Set.of("0", "1", "2"), taken(places, 3));
  }

  /** In whatever order the subtasks of all stages come. */
  @Test
  void subtasksOfAStageTakeTurns() {
    HarnessPlaces places = places(2);
    String first = places.of(MANY_CORES, "a", "seen");
    places.of(MANY_CORES, "a", "other");
    assertNotEquals(first, places.of(MANY_CORES, "b", "seen"));
  }

  @Test
  void zeroLeavesOneCore() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertEquals(Math.max(1, cores - 1), taken(places(0), 2 * cores).size());
  }

  private static Set<String> taken(HarnessPlaces places, int stages) {
    return IntStream.range(0, stages)
        .mapToObj(stage -> places.of(MANY_CORES, "slot", "stage " + stage))
        .collect(Collectors.toSet());
  }

  private static HarnessPlaces places(int parallelism) {
    return new HarnessPlaces(new HarnessSettings(Duration.ofSeconds(1), parallelism));
  }
}
