package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;

/**
 * Elements, watermarks and clock steps for a group, and the panes expected between them: written
 * once, run with and without snapshots and restores after each step.
 */
final class Scenario {

  @FunctionalInterface
  private interface Step {
    void run(GroupTester tester) throws Exception;
  }

  private final GroupSpec spec;
  private final List<Step> steps = new ArrayList<>();

  private Scenario(GroupSpec spec) {
    this.spec = spec;
  }

  /** A GroupByKey of integers. */
  static Scenario grouping(WindowingStrategy<?, ?> windowing) {
    return of(windowing, new Reduction.Buffering(integers()));
  }

  @SuppressWarnings("unchecked") // a test's windows are those of its strategy
  static Scenario of(WindowingStrategy<?, ?> windowing, Reduction reduction) {
    return new Scenario(
        new GroupSpec(
            "Test/Group",
            GroupTester.keyCoder(),
            (WindowingStrategy<?, BoundedWindow>) windowing,
            reduction,
            DeferredOptions.of(PipelineOptionsFactory.create())));
  }

  @SuppressWarnings("unchecked") // an integer is an object
  static Coder<Object> integers() {
    return (Coder<Object>) (Coder<?>) VarIntCoder.of();
  }

  GroupSpec spec() {
    return spec;
  }

  Scenario element(String key, int value, long timestamp) {
    return step(tester -> tester.element(key, Panes.element(spec.windowing(), value, timestamp)));
  }

  Scenario watermark(long millis) {
    return step(tester -> tester.watermark(new Instant(millis)));
  }

  Scenario processingTime(long millis) {
    return step(tester -> tester.processingTime(millis));
  }

  /** The panes since the last expectation, in any order across keys and windows. */
  Scenario expect(String... panes) {
    return step(
        tester ->
            assertEquals(
                List.of(panes).stream().sorted().toList(),
                tester.takePanes().stream().map(Panes::text).sorted().toList()));
  }

  Scenario expectOutputWatermark(long millis) {
    return step(tester -> assertEquals(new Instant(millis), tester.outputWatermark()));
  }

  /** How many entries keyed state has, timers among them. */
  Scenario expectStateEntries(int count) {
    return step(
        tester -> assertEquals(count, tester.stateEntries(), "entries left in keyed state"));
  }

  private Scenario step(Step step) {
    steps.add(step);
    return this;
  }

  /** Runs the scenario; afterwards nothing must be left. */
  void run(Backend backend, Interruption interruption) throws Exception {
    try (GroupTester tester = new GroupTester(backend, spec)) {
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run(tester);
        interruption.after(i, tester);
      }
      assertEquals(
          GroupStates.tags(spec).size() + 1, tester.states(), "states, one of them of the timers");
      tester.takePanes();
      tester.finish();
    }
  }
}
