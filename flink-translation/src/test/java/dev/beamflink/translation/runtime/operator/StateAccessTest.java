package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.operator.StatefulStage.Element;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Subtasks;
import java.util.Map;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards what an element with state or timers costs in accesses to Flink's state, no more than in a
 * function of Flink's that does the same: a figure that does not depend on load.
 */
class StateAccessTest {

  private static final String VALUE = "Tested/ParMultiDo(Total)/user:total value";
  private static final String TIMER_VALUE = "beam-timers value";
  private static final String TIMER_UPDATE = "beam-timers update";
  private static final String TIMER_CLEAR = "beam-timers clear";

  private static final int ELEMENTS = 100;

  @ParameterizedTest
  @EnumSource(names = {"HASH_MAP", "ROCKS_DB"})
  void aValueThatIsReadAndWrittenIsReadOnceBetweenSnapshots(Backend backend) throws Exception {
    try (Run run = new Run(backend, new Total(), Window.into(new GlobalWindows()))) {
      run.elements(ELEMENTS);
      run.assertAtMost(Map.of(VALUE, 1));
    }
  }

  /** The first element of a key sees to the end of its window. */
  @ParameterizedTest
  @EnumSource(names = {"HASH_MAP", "ROCKS_DB"})
  void theEndOfAWindowIsSetOnce(Backend backend) throws Exception {
    Window<KV<String, Integer>> windows = Window.into(FixedWindows.of(Duration.standardDays(1)));
    try (Run run = new Run(backend, new Total(), windows)) {
      run.elements(1);
      run.assertAtMost(Map.of(VALUE, 1, TIMER_VALUE, 1, TIMER_UPDATE, 1, run.queued("add"), 1));
      run.elements(ELEMENTS);
      run.assertAtMost(Map.of());
    }
  }

  /** A timer that moves to a later time stays where it is in the queue. */
  @ParameterizedTest
  @EnumSource(names = {"HASH_MAP", "ROCKS_DB"})
  void aTimerIsReadOnceAndWrittenOnce(Backend backend) throws Exception {
    try (Run run = new Run(backend, new Moved(), Window.into(new GlobalWindows()))) {
      run.elements(1);
      run.assertAtMost(Map.of(TIMER_VALUE, 1, TIMER_UPDATE, 1, run.queued("add"), 1));
      run.elements(ELEMENTS);
      run.assertAtMost(Map.of(TIMER_VALUE, ELEMENTS, TIMER_UPDATE, ELEMENTS));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HASH_MAP", "ROCKS_DB"})
  void aTimerThatFiresIsReadOnceAndCleared(Backend backend) throws Exception {
    try (Run run = new Run(backend, new Moved(), Window.into(new GlobalWindows()))) {
      run.elements(1);
      run.forget();
      run.watermark(Run.LAST + Moved.DELAY + 1);
      run.assertAtMost(Map.of(TIMER_VALUE, 1, TIMER_CLEAR, 1, run.queued("poll"), 1));
    }
  }

  /** Elements of one key for a DoFn, in time. */
  private static final class Run implements AutoCloseable {

    static final long LAST = 1_000;

    private final CountedBackend backend;
    private final StatefulStage stage;
    private final Subtasks<KeyedElement<Object>> subtasks;
    private int elements;

    Run(Backend kind, DoFn<KV<String, Integer>, String> fn, Window<KV<String, Integer>> windows)
        throws Exception {
      backend = new CountedBackend(kind.create());
      stage = StatefulStage.of(fn, windows, PlanMode.STREAMING, new BundleLimits(1000, 1000));
      subtasks = stage.open(backend);
      backend.takeAccesses();
    }

    void elements(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        stage.process(new Element("a", 1, LAST + elements++), subtasks);
      }
    }

    void watermark(long millis) throws Exception {
      subtasks.watermark(Instant.ofEpochMilli(millis));
    }

    void forget() {
      backend.takeAccesses();
    }

    /** Checks what was done since the last call: these accesses, no more of them and no others. */
    void assertAtMost(Map<String, Integer> limits) {
      Map<String, Integer> accesses = backend.takeAccesses();
      assertTrue(
          accesses.entrySet().stream()
              .allMatch(done -> done.getValue() <= limits.getOrDefault(done.getKey(), 0)),
          () -> accesses + ", at most " + limits);
    }

    String queued(String what) {
      return "_timer_state/event_beam-timers " + what;
    }

    @Override
    public void close() throws Exception {
      subtasks.close();
    }
  }

  private static final class Total extends DoFn<KV<String, Integer>, String> {

    @StateId("total")
    private final StateSpec<ValueState<Integer>> totalSpec = StateSpecs.value(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> pair, @StateId("total") ValueState<Integer> total) {
      Integer before = total.read();
      total.write((before == null ? 0 : before) + pair.getValue());
    }
  }

  private static final class Moved extends DoFn<KV<String, Integer>, String> {

    static final long DELAY = 30_000;

    @StateId("total")
    private final StateSpec<ValueState<Integer>> totalSpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@Timestamp Instant timestamp, @TimerId("end") Timer end) {
      end.set(timestamp.plus(Duration.millis(DELAY)));
    }

    @OnTimer("end")
    public void end(@StateId("total") ValueState<Integer> total) {
      total.clear();
    }
  }
}
