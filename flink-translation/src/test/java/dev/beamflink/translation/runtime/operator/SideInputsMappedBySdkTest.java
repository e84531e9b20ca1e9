package dev.beamflink.translation.runtime.operator;

import static dev.beamflink.translation.runtime.operator.SideInputStageTester.window;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.SdkWindowMapping;
import dev.beamflink.translation.runtime.window.WindowMapper;
import dev.beamflink.translation.translate.InProcessUserCode;
import dev.beamflink.translation.translate.UserCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators in STREAMING whose side inputs have windows of an SDK: it is asked, and let go of. */
class SideInputsMappedBySdkTest {

  /** An SDK by which elements read their side input in the window after their own. */
  private static final class NextWindow implements WindowMapper {
    static final List<BoundedWindow> asked = new ArrayList<>();
    static int open;

    NextWindow(StageHost host) {
      open++;
    }

    @Override
    public BoundedWindow map(BoundedWindow mainWindow) {
      asked.add(mainWindow);
      return window(mainWindow.maxTimestamp().getMillis() + 1);
    }

    @Override
    public void close() {
      open--;
    }
  }

  private record MappedBySdk(InProcessUserCode rest) implements UserCode {
    @Override
    public StageExecutors executors(TransformNode root) {
      return rest.executors(root);
    }

    @Override
    public RunnerCoders coders(RunnerApi.Components components) {
      return rest.coders(components);
    }

    @Override
    public void check(ExecutionPlan plan, Problems problems) {}

    @Override
    public String sideInputTag(TransformNode transform, String localName) {
      return rest.sideInputTag(transform, localName);
    }

    @Override
    public WindowMappingFn<?> windowMapping(
        TransformNode transform, String localName, WindowFn<?, ?> windowFn, PipelineGraph graph) {
      return new SdkWindowMapping(NextWindow::new);
    }

    @Override
    public boolean takesRestrictions(TransformNode transform, PlanMode mode) {
      return rest.takesRestrictions(transform, mode);
    }
  }

  /** An element of a stage's main input. */
  @FunctionalInterface
  private interface MainInput {
    void sendTo(SideInputStageTester tester) throws Exception;
  }

  @AfterEach
  void sdkIsLetGoOf() {
    assertEquals(0, NextWindow.open);
    NextWindow.asked.clear();
  }

  @Test
  void stageAsks() throws Exception {
    waitsForTheNextWindow(
        SideInputStageOperatorTest.oneSideInput(SideInputStageOperatorTest.WINDOWS),
        tester -> tester.element(7));
  }

  @Test
  void stageWithStateAsks() throws Exception {
    waitsForTheNextWindow(
        KeyedSideInputStageOperatorTest.pipeline(), tester -> tester.keyedElement(1, 7));
  }

  @Test
  void stageOfRestrictionsAsks() throws Exception {
    waitsForTheNextWindow(
        SplittableSideInputStageOperatorTest.pipeline(), tester -> tester.restriction(7, 1));
  }

  private static void waitsForTheNextWindow(Pipeline pipeline, MainInput main) throws Exception {
    try (SideInputStageTester tester =
        new SideInputStageTester(pipeline, new MappedBySdk(new InProcessUserCode()), 1, 0).open()) {
      assertEquals(0, NextWindow.open);
      main.sendTo(tester);
      tester.sideWatermark(1, 18);
      tester.processingTime(1);
      assertEquals(List.of(), tester.output());
      tester.sideWatermark(1, 19);
      tester.processingTime(2);
      assertEquals(1, tester.output().size());
      assertEquals(List.of(window(7)), NextWindow.asked);
      assertEquals(1, NextWindow.open);
    }
  }
}
