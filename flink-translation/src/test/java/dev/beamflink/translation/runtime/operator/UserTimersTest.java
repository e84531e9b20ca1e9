package dev.beamflink.translation.runtime.operator;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Timers of user code, in all the ways that a stage may be interrupted, and in BATCH. */
class UserTimersTest {

  private static final Window<KV<String, Integer>> HUNDREDS =
      Window.into(FixedWindows.of(Duration.millis(100)));
  private static final Window<KV<String, Integer>> GLOBAL = Window.into(new GlobalWindows());

  private static Stream<StatefulScenario.Run> runs() {
    return StatefulScenario.Run.all();
  }

  /** Values are the times that timers are set for. */
  private static StatefulScenario families() {
    return StatefulScenario.of(new Families(), HUNDREDS)
        .element("a", 40, 3)
        .element("a", 20, 4)
        .element("b", 30, 5)
        .element("a", 130, 107);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timersOfAFamilyFireEachAtItsTime(StatefulScenario.Run run) throws Exception {
    families()
        .watermark(20)
        .expect()
        .watermark(21)
        .expect("a t20 at 20 @20 [0..100)")
        .watermark(41)
        .expect("b t30 at 30 @30 [0..100)", "a t40 at 40 @40 [0..100)")
        .watermark(1_000)
        .expect("a t130 at 130 @130 [100..200)")
        .run(run);
  }

  @Test
  void timersOfAFamilyFireInBatch() throws Exception {
    families()
        .runInBatch(
            "a t20 at 20 @20 [0..100)",
            "a t40 at 40 @40 [0..100)",
            "b t30 at 30 @30 [0..100)",
            "a t130 at 130 @130 [100..200)");
  }

  /** Every element sets the one timer of its key and window; a 0 clears it. */
  private static StatefulScenario resets() {
    return StatefulScenario.of(new OneTimer(), HUNDREDS)
        .element("a", 40, 3)
        .element("a", 20, 4) // earlier
        .element("b", 20, 5)
        .element("b", 60, 6) // later
        .element("c", 30, 7)
        .element("c", 0, 8) // cleared
        .element("d", 30, 7)
        .element("d", 0, 8)
        .element("d", 50, 9); // set again
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timerCanBeMovedAndCleared(StatefulScenario.Run run) throws Exception {
    resets()
        .watermark(45)
        .expect("20 @20 [0..100)")
        .watermark(99)
        .expect("50 @50 [0..100)", "60 @60 [0..100)")
        .element("a", 10, 9) // in the past
        .expect("10 @10 [0..100)")
        .run(run);
  }

  @Test
  void timerCanBeMovedAndClearedInBatch() throws Exception {
    resets().runInBatch("20 @20 [0..100)", "60 @60 [0..100)", "50 @50 [0..100)");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void outputTimestampHoldsTheWatermark(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(new HoldingTimer(), HUNDREDS)
        .element("a", 50, 3)
        .element("b", 30, 7)
        .watermark(20)
        .expectOutputWatermark(3)
        .watermark(40)
        .expect("30 @7 [0..100)")
        .expectOutputWatermark(3)
        .watermark(51)
        .expect("50 @3 [0..100)")
        .expectOutputWatermark(51)
        .element("a", 80, 60)
        .element("a", 0, 61) // clears it
        .watermark(70)
        .expectOutputWatermark(70)
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timerWithoutOutputTimestampHoldsNothing(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(new SilentTimer(), HUNDREDS)
        .element("a", 50, 3)
        .watermark(40)
        .expectOutputWatermark(40)
        .expect()
        .watermark(60)
        .expect("after the silent one @51 [0..100)")
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timersOfAKeyFireInTheOrderOfTheirTimes(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(new Loop(), HUNDREDS)
        .element("a", 25, 0)
        .watermark(1_000)
        .expect("[25] @25 [0..100)", "[25, 50] @50 [0..100)", "[25, 50, 75] @75 [0..100)")
        .run(run);
  }

  @Test
  void timersOfAKeyFireInOrderInBatch() throws Exception {
    StatefulScenario.of(new Loop(), HUNDREDS)
        .element("a", 25, 0)
        .runInBatch("[25] @25 [0..100)", "[25, 50] @50 [0..100)", "[25, 50, 75] @75 [0..100)");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void processingTimeTimerFiresByTheClockAndHoldsAtItsElement(StatefulScenario.Run run)
      throws Exception {
    StatefulScenario.of(new Clock(), GLOBAL)
        .stateOutlivesTheJob()
        .processingTime(1_000)
        .element("a", 100, 3)
        .element("b", 50, 7)
        .watermark(20)
        .expectOutputWatermark(3)
        .processingTime(1_049)
        .expect()
        .processingTime(1_051)
        .expect("50 @7 global")
        .expectOutputWatermark(3)
        .watermarkAtEnd()
        .expectOutputWatermark(3)
        .processingTime(1_101)
        .expect("100 @3 global")
        .expectOutputWatermark(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis())
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void processingTimeTimerEndsWithItsWindow(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(new Clock(), HUNDREDS)
        .processingTime(1_000)
        .element("a", 50, 3)
        .watermark(200)
        .processingTime(1_051)
        .expect()
        .expectOutputWatermark(200)
        .run(run);
  }

  @Test
  void processingTimeTimersFireInBatch() throws Exception {
    StatefulScenario.of(new Clock(), HUNDREDS)
        .element("a", 100, 3)
        .element("b", 50, 7)
        .runInBatch("100 @3 [0..100)", "50 @7 [0..100)");
  }

  private static StatefulScenario expiring(Supplier<DoFn<KV<String, Integer>, String>> fn) {
    return StatefulScenario.of(fn.get(), HUNDREDS)
        .element("a", 1, 3)
        .element("b", 2, 4)
        .element("a", 3, 5)
        .element("a", 4, 107);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void expirationComesAfterTheLastTimerAndHoldsAtTheEndOfTheWindow(StatefulScenario.Run run)
      throws Exception {
    expiring(Expiring::new)
        .watermark(99)
        .expect()
        .expectOutputWatermark(99)
        .watermark(100)
        .expect(
            "timer [1, 3] @end [0..100)",
            "expired [1, 3, -1] @end [0..100)",
            "timer [2] @end [0..100)",
            "expired [2, -1] @end [0..100)")
        .expectOutputWatermark(100)
        .element("b", 5, 6) // too late
        .watermark(500)
        .expect("timer [4] @end [100..200)", "expired [4, -1] @end [100..200)")
        .expectStateEntries(0)
        .run(run);
  }

  @Test
  void expirationComesAfterTheLastTimerInBatch() throws Exception {
    expiring(Expiring::new)
        .runInBatch(
            "timer [1, 3] @end [0..100)",
            "expired [1, 3, -1] @end [0..100)",
            "timer [2] @end [0..100)",
            "expired [2, -1] @end [0..100)",
            "timer [4] @end [100..200)",
            "expired [4, -1] @end [100..200)");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void expirationWaitsForTheAllowedLateness(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(
            new Expiring(),
            HUNDREDS.withAllowedLateness(Duration.millis(20)).discardingFiredPanes())
        .element("a", 1, 3)
        .watermark(110)
        .expect("timer [1] @end [0..100)")
        .expectOutputWatermark(99)
        .element("a", 2, 4) // late, but not too late; its timer is due at once
        .expect("timer [1, -1, 2] @end [0..100)")
        .watermark(120)
        .expect("expired [1, -1, 2, -1] @end [0..100)")
        .expectOutputWatermark(120)
        .expectStateEntries(0)
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void globalWindowExpiresAtTheEndOfTheInput(StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(new Expiring(), GLOBAL)
        .element("a", 1, 3)
        .watermarkAtEnd()
        .expect("timer [1] @end global", "expired [1, -1] @end global")
        .expectStateEntries(0)
        .run(run);
  }

  private static Instant at(int millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** Sets a timer of its own name for each value. */
  private static final class Families extends DoFn<KV<String, Integer>, String> {
    @TimerFamily("times")
    private final TimerSpec timesSpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element, @TimerFamily("times") TimerMap times) {
      times.set("t" + element.getValue(), at(element.getValue()));
    }

    @OnTimerFamily("times")
    public void fire(
        @Key String key, @TimerId String id, OnTimerContext context, OutputReceiver<String> out) {
      out.output(key + " " + id + " at " + context.fireTimestamp().getMillis());
    }
  }

  private static final class OneTimer extends DoFn<KV<String, Integer>, String> {
    @TimerId("timer")
    private final TimerSpec timerSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("timer") Timer timer) {
      if (element.getValue() == 0) {
        timer.clear();
      } else {
        timer.set(at(element.getValue()));
      }
    }

    @OnTimer("timer")
    public void fire(OnTimerContext context, OutputReceiver<String> out) {
      out.output(String.valueOf(context.fireTimestamp().getMillis()));
    }
  }

  /** What its timer puts out has the timestamp of the element that has set it. */
  private static final class HoldingTimer extends DoFn<KV<String, Integer>, String> {
    @TimerId("timer")
    private final TimerSpec timerSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @TimerId("timer") Timer timer) {
      if (element.getValue() == 0) {
        timer.clear();
      } else {
        timer.withOutputTimestamp(timestamp).set(at(element.getValue()));
      }
    }

    @OnTimer("timer")
    public void fire(OnTimerContext context, OutputReceiver<String> out) {
      out.output(String.valueOf(context.fireTimestamp().getMillis()));
    }
  }

  private static final class SilentTimer extends DoFn<KV<String, Integer>, String> {
    @TimerId("silent")
    private final TimerSpec silentSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("next")
    private final TimerSpec nextSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("silent") Timer silent) {
      silent.withNoOutputTimestamp().set(at(element.getValue()));
    }

    @OnTimer("silent")
    public void silent(OnTimerContext context, @TimerId("next") Timer next) {
      next.set(context.fireTimestamp().plus(Duration.millis(1)));
    }

    @OnTimer("next")
    public void next(OutputReceiver<String> out) {
      out.output("after the silent one");
    }
  }

  /** Its timer sets itself again after as many milliseconds as the element says. */
  private static final class Loop extends DoFn<KV<String, Integer>, String> {
    @TimerId("tick")
    private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @StateId("step")
    private final StateSpec<ValueState<Integer>> stepSpec = StateSpecs.value(VarIntCoder.of());

    @StateId("fired")
    private final StateSpec<BagState<Integer>> firedSpec = StateSpecs.bag(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("step") ValueState<Integer> step,
        @TimerId("tick") Timer tick) {
      step.write(element.getValue());
      tick.set(at(element.getValue()));
    }

    @OnTimer("tick")
    public void tick(
        BoundedWindow window,
        OnTimerContext context,
        @StateId("step") ValueState<Integer> step,
        @StateId("fired") BagState<Integer> fired,
        @TimerId("tick") Timer tick,
        OutputReceiver<String> out) {
      fired.add((int) context.fireTimestamp().getMillis());
      out.output(fired.read().toString());
      Instant next = context.fireTimestamp().plus(Duration.millis(step.read()));
      if (next.isBefore(window.maxTimestamp())) {
        tick.set(next);
      }
    }
  }

  private static final class Clock extends DoFn<KV<String, Integer>, String> {
    @TimerId("timer")
    private final TimerSpec timerSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @StateId("delay")
    private final StateSpec<ValueState<Integer>> delaySpec = StateSpecs.value(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("delay") ValueState<Integer> delay,
        @TimerId("timer") Timer timer) {
      delay.write(element.getValue());
      timer.offset(Duration.millis(element.getValue())).setRelative();
    }

    @OnTimer("timer")
    public void fire(@StateId("delay") ValueState<Integer> delay, OutputReceiver<String> out) {
      out.output(String.valueOf(delay.read()));
    }
  }

  /** Has a timer at the end of the window, and does something when the window expires. */
  private static final class Expiring extends DoFn<KV<String, Integer>, String> {
    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @StateId("seen")
    private final StateSpec<BagState<Integer>> seenSpec = StateSpecs.bag(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        BoundedWindow window,
        @StateId("seen") BagState<Integer> seen,
        @TimerId("end") Timer end) {
      seen.add(element.getValue());
      end.set(window.maxTimestamp());
    }

    @OnTimer("end")
    public void end(@StateId("seen") BagState<Integer> seen, OutputReceiver<String> out) {
      out.output("timer " + seen.read());
      seen.add(-1);
    }

    @OnWindowExpiration
    public void expire(@StateId("seen") BagState<Integer> seen, OutputReceiver<String> out) {
      out.output("expired " + seen.read());
    }
  }
}
