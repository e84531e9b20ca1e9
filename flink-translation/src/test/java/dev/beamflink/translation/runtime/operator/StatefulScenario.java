package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.operator.StatefulStage.Element;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import dev.beamflink.translation.testkit.Subtasks;
import dev.beamflink.translation.testkit.WindowAssignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/**
 * Elements, watermarks and clock steps for a DoFn with state or timers, and the output expected
 * between them: written once, run with bundles of several sizes, with and without snapshots and
 * restores after each step.
 */
final class StatefulScenario {

  /** One way to run a scenario. */
  record Run(Backend backend, int bundleSize, Interruption interruption) {

    /** All ways with state on the heap. */
    static Stream<Run> all() {
      return Stream.of(1, 2, 1000)
          .flatMap(
              size ->
                  Arrays.stream(Interruption.values())
                      .map(kind -> new Run(Backend.HASH_MAP, size, kind)));
    }

    /** Those on the heap, and one on RocksDB, which takes long to be restored at every step. */
    static Stream<Run> everywhere() {
      return Stream.concat(all(), Stream.of(new Run(Backend.ROCKS_DB, 1000, Interruption.RESCALE)));
    }
  }

  @FunctionalInterface
  private interface Step {
    void run(Subtasks<?> tester) throws Exception;
  }

  private final DoFn<KV<String, Integer>, String> fn;
  private final Window<KV<String, Integer>> windowing;
  private final List<Element> elements = new ArrayList<>();
  private final List<Object> steps = new ArrayList<>();
  private boolean stateOutlivesTheJob;

  private StatefulScenario(
      DoFn<KV<String, Integer>, String> fn, Window<KV<String, Integer>> windowing) {
    this.fn = fn;
    this.windowing = windowing;
  }

  static StatefulScenario of(
      DoFn<KV<String, Integer>, String> fn, Window<KV<String, Integer>> windowing) {
    return new StatefulScenario(fn, windowing);
  }

  /** The global window's state is not cleared when it ends, as the job ends with it. */
  StatefulScenario stateOutlivesTheJob() {
    stateOutlivesTheJob = true;
    return this;
  }

  StatefulScenario element(String key, int value, long timestamp) {
    Element element = new Element(key, value, timestamp);
    elements.add(element);
    steps.add(element);
    return this;
  }

  StatefulScenario watermark(long millis) {
    return step(tester -> tester.watermark(new Instant(millis)));
  }

  StatefulScenario watermarkAtEnd() {
    return step(tester -> tester.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE));
  }

  StatefulScenario processingTime(long millis) {
    return step(tester -> tester.processingTime(millis));
  }

  /**
   * The output since the last expectation, in any order: {@code value @timestamp [window)}. None of
   * it tells of a drain.
   */
  StatefulScenario expect(String... output) {
    return step(
        tester ->
            assertEquals(
                sorted(output), sorted(causedBy(CausedByDrain.NORMAL, tester.takeOutput()))));
  }

  StatefulScenario expectOutputWatermark(long millis) {
    return step(tester -> assertEquals(new Instant(millis), tester.outputWatermark()));
  }

  StatefulScenario expectStateEntries(int count) {
    return step(tester -> assertEquals(count, tester.stateEntries(), "entries in keyed state"));
  }

  private StatefulScenario step(Step step) {
    steps.add(step);
    return this;
  }

  /** Runs the scenario in STREAMING; afterwards nothing must be left. */
  void run(Run run) throws Exception {
    StatefulStage stage =
        StatefulStage.of(fn, windowing, PlanMode.STREAMING, new BundleLimits(run.bundleSize, 1000));
    try (Subtasks<?> tester = run(stage, run.backend, run.interruption)) {
      tester.takeOutput();
      tester.finish();
      if (!stateOutlivesTheJob) {
        tester.snapshot(); // RocksDB removes timers in batches, which a snapshot writes
        assertEquals(0, tester.stateEntries(), "entries left in keyed state");
      }
    }
  }

  /**
   * Runs the scenario in STREAMING and ends it as a drain does; answers what that gives, all of
   * which must say so.
   */
  List<String> drain() throws Exception {
    StatefulStage stage =
        StatefulStage.of(fn, windowing, PlanMode.STREAMING, new BundleLimits(1000, 1000));
    try (Subtasks<?> tester = run(stage, Backend.HASH_MAP, Interruption.NONE)) {
      tester.takeOutput();
      tester.drain();
      tester.assertNothingPending();
      return causedBy(CausedByDrain.CAUSED_BY_DRAIN, tester.takeOutput()).stream()
          .map(StatefulScenario::text)
          .toList();
    }
  }

  private Subtasks<?> run(StatefulStage stage, Backend backend, Interruption interruption)
      throws Exception {
    Subtasks<?> tester = null;
    try {
      var subtasks = stage.open(backend);
      tester = subtasks;
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i) instanceof Element element) {
          stage.process(element, subtasks);
        } else {
          ((Step) steps.get(i)).run(subtasks);
        }
        interruption.after(i, subtasks);
      }
      return subtasks;
    } catch (Throwable t) {
      if (tester != null) {
        tester.close();
      }
      throw t;
    }
  }

  /** Runs the elements alone in BATCH, sorted by key; all they give must be this, in any order. */
  void runInBatch(String... output) throws Exception {
    StatefulStage stage =
        StatefulStage.of(fn, windowing, PlanMode.BATCH, new BundleLimits(2, 1000));
    try (var subtasks = stage.open(Backend.HASH_MAP)) {
      for (Element element : elements.stream().sorted(Element.BY_KEY).toList()) {
        stage.process(element, subtasks);
      }
      subtasks.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      subtasks.endInput();
      assertEquals(sorted(output), sorted(subtasks.takeOutput()));
    }
  }

  private static List<WindowedValue<Object>> causedBy(
      CausedByDrain cause, List<WindowedValue<Object>> output) {
    for (WindowedValue<Object> element : output) {
      assertEquals(cause, element.causedByDrain(), element.toString());
    }
    return output;
  }

  private static List<String> sorted(String... lines) {
    return Stream.of(lines).sorted().toList();
  }

  private static List<String> sorted(List<WindowedValue<Object>> output) {
    return output.stream().map(StatefulScenario::text).sorted().toList();
  }

  private static String text(WindowedValue<Object> element) {
    BoundedWindow window = element.getWindows().iterator().next();
    return "%s @%s %s"
        .formatted(
            element.getValue(),
            WindowAssignment.text(element.getTimestamp(), window),
            WindowAssignment.text(window));
  }
}
