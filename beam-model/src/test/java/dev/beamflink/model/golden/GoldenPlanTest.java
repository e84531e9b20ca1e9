package dev.beamflink.model.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.JavaPipelines;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.print.PlanPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plans of pipelines as text in {@code src/test/resources/golden}. {@code -Dgolden.update=true}
 * writes them anew; read the difference line by line before it is committed.
 */
class GoldenPlanTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  enum Golden {
    WORD_COUNT(PlanMode.BATCH, GroupingPipelines::wordCount),
    WINDOWED_SUM(PlanMode.STREAMING, GroupingPipelines::windowedSum),
    SESSIONS(PlanMode.STREAMING, GroupingPipelines::sessions),
    COMBINE_GLOBALLY(PlanMode.BATCH, GroupingPipelines::combineGlobally),
    CO_GROUP_BY_KEY(PlanMode.BATCH, GroupingPipelines::coGroupByKey),
    STATEFUL(PlanMode.STREAMING, StatePipelines::stateful),
    BOUNDED_SPLITTABLE(PlanMode.BATCH, StatePipelines::boundedSplittable),
    UNBOUNDED_SPLITTABLE(PlanMode.STREAMING, StatePipelines::unboundedSplittable),
    TEST_STREAM(PlanMode.STREAMING, StatePipelines::testStream),
    SIDE_INPUTS_BATCH(PlanMode.BATCH, ShapePipelines::sideInputs),
    SIDE_INPUTS_STREAMING(PlanMode.STREAMING, ShapePipelines::sideInputs),
    SIDE_INPUT_OF_ITSELF(PlanMode.BATCH, ShapePipelines::sideInputOfItself),
    FLATTENS(PlanMode.BATCH, ShapePipelines::flattens),
    REDISTRIBUTIONS(PlanMode.BATCH, ShapePipelines::redistributions),
    OUTPUTS(PlanMode.STREAMING, ShapePipelines::outputs);

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
  void planIsTheGoldenOne(Golden golden) throws IOException {
    String plan = print(JavaPipelines.translate(golden.builder), golden.mode);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden.file(), plan);
    }
    assertEquals(Files.readString(golden.file()), plan);
  }

  @ParameterizedTest
  @EnumSource
  void planningAgainGivesTheSamePlan(Golden golden) {
    Pipeline pipeline = JavaPipelines.create();
    golden.builder.accept(pipeline);
    RunnerApi.Pipeline proto = JavaPipelines.translate(pipeline);
    RunnerApi.Pipeline again = PipelineTranslation.toProto(pipeline);
    assertEquals(
        GraphPlanner.plan(proto, golden.mode).nodes(),
        GraphPlanner.plan(again, golden.mode).nodes());
  }

  /** The SDK numbers local names anew in every pipeline that is built in a process. */
  @ParameterizedTest
  @EnumSource
  void buildingThePipelineAgainGivesTheSamePlan(Golden golden) {
    assertEquals(
        print(JavaPipelines.translate(golden.builder), golden.mode),
        print(JavaPipelines.translate(golden.builder), golden.mode));
  }

  private static String print(RunnerApi.Pipeline pipeline, PlanMode mode) {
    return PlanPrinter.print(GraphPlanner.plan(pipeline, mode));
  }
}
