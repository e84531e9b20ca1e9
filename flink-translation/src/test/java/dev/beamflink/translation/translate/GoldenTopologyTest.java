package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.fuse.PlanMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flink nodes of pipelines as text in {@code src/test/resources/topology}. A node's uid decides
 * which state it gets from a savepoint: a uid that changes here loses users' state. {@code
 * -Dgolden.update=true} writes the files anew.
 */
class GoldenTopologyTest {

  private static final Path FOLDER = Path.of("src/test/resources/topology");

  enum Golden {
    GROUPS_BATCH(PlanMode.BATCH, TopologyPipelines::groups),
    GROUPS_STREAMING(PlanMode.STREAMING, TopologyPipelines::groups),
    GROUP_OF_UNION_BATCH(PlanMode.BATCH, TopologyPipelines::groupOfUnion),
    WINDOWED_COUNT(PlanMode.STREAMING, TopologyPipelines::windowedCount),
    STATEFUL_BATCH(PlanMode.BATCH, TopologyPipelines::stateful),
    STATEFUL_STREAMING(PlanMode.STREAMING, TopologyPipelines::stateful),
    SIDE_INPUTS_BATCH(PlanMode.BATCH, TopologyPipelines::sideInputs),
    SIDE_INPUTS_STREAMING(PlanMode.STREAMING, TopologyPipelines::sideInputs),
    SPLITTABLE(PlanMode.STREAMING, TopologyPipelines::splittable),
    SHAPES(PlanMode.BATCH, TopologyPipelines::shapes),
    TEST_STREAM(PlanMode.STREAMING, TopologyPipelines::testStream);

    private final PlanMode mode;
    private final Consumer<Pipeline> builder;

    Golden(PlanMode mode, Consumer<Pipeline> builder) {
      this.mode = mode;
      this.builder = builder;
    }

    Path file() {
      return FOLDER.resolve(name().toLowerCase(Locale.ROOT) + ".txt");
    }
  }

  @ParameterizedTest
  @EnumSource
  void topologyIsTheGoldenOne(Golden golden) throws IOException {
    String topology = TopologyPrinter.print(golden.builder, golden.mode);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden.file(), topology);
    }
    assertEquals(Files.readString(golden.file()), topology);
  }

  @ParameterizedTest
  @EnumSource
  void translatingAgainGivesTheSameTopology(Golden golden) {
    assertEquals(
        TopologyPrinter.print(golden.builder, golden.mode),
        TopologyPrinter.print(golden.builder, golden.mode));
  }

  @Test
  void manyPartsOfAUnionShareTheNodeThatEncodesKeys() {
    String topology = TopologyPrinter.print(TopologyPipelines::groupOfManyParts, PlanMode.BATCH);
    assertTrue(topology.contains("'Group#encode-key': EncodePairOperator"), topology);
  }

  @Test
  void statelessTransformsAroundItKeepTheUidOfAStatefulOne() {
    Set<String> uids = TopologyPrinter.keyedUids(TopologyPipelines::stateful);
    assertEquals(Set.of("Remember/ParMultiDo(Remember)"), uids);
    assertEquals(uids, TopologyPrinter.keyedUids(TopologyPipelines::statefulAmongOthers));
  }
}
