package dev.beamflink.translation.runtime.operator;

import java.util.stream.Stream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stages that require their input sorted by time, in STREAMING, in all the ways that they may be
 * interrupted. An element's value is its timestamp, and its turn comes with the watermark that
 * leaves no earlier one a chance.
 */
class TimeSortedStageTest {

  private static final Window<KV<String, Integer>> HUNDREDS =
      Window.<KV<String, Integer>>into(FixedWindows.of(Duration.millis(100)))
          .withAllowedLateness(Duration.millis(5))
          .discardingFiredPanes();

  private static Stream<StatefulScenario.Run> runs() {
    return StatefulScenario.Run.all();
  }

  private static Stream<StatefulScenario.Run> runsEverywhere() {
    return StatefulScenario.Run.everywhere();
  }

  private static StatefulScenario scenario(DoFn<KV<String, Integer>, String> fn) {
    return StatefulScenario.of(fn, HUNDREDS);
  }

  @ParameterizedTest
  @MethodSource("runsEverywhere")
  void elementsComeInTheOrderOfTheirTimes(StatefulScenario.Run run) throws Exception {
    scenario(new Recording())
        .element("a", 30, 30)
        .element("a", 10, 10)
        .element("b", 15, 15)
        .element("a", 20, 20)
        .watermark(15)
        .expect()
        .expectOutputWatermark(10)
        .watermark(26)
        .expect("a [10] @10 [0..100)", "a [10, 20] @20 [0..100)", "b [15] @15 [0..100)")
        .expectOutputWatermark(26)
        .watermark(36)
        .expect("a [10, 20, 30] @30 [0..100)")
        .expectOutputWatermark(36)
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void elementIsDroppedWhenLaterOnesHaveComeBefore(StatefulScenario.Run run) throws Exception {
    scenario(new Recording())
        .element("a", 20, 20)
        .watermark(26)
        .expect("a [20] @20 [0..100)")
        .element("a", 21, 21) // late, but within what is allowed
        .element("a", 20, 20)
        .element("a", 19, 19)
        .expect()
        .watermark(27)
        .expect("a [20, 21] @21 [0..100)")
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runsEverywhere")
  void lastElementsComeBeforeTheirWindowExpires(StatefulScenario.Run run) throws Exception {
    scenario(new Recording())
        .element("a", 110, 110)
        .element("a", 99, 99)
        .element("a", 98, 98)
        .watermark(104)
        .expect("a [98] @98 [0..100)")
        .watermark(105)
        .expect("a [98, 99] @end [0..100)")
        .watermark(1_000)
        .expect("a [110] @110 [100..200)")
        .expectStateEntries(0)
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timerFiresBeforeElementsOfLaterTimes(StatefulScenario.Run run) throws Exception {
    scenario(new Ticking())
        .element("a", 20, 20)
        .element("a", 10, 10)
        .watermark(50)
        .expect("[10, -10, 20, -20] @20 [0..100)")
        .run(run);
  }

  /** Puts out all elements of the key and window so far. */
  private static final class Recording extends DoFn<KV<String, Integer>, String> {
    @StateId("seen")
    private final StateSpec<BagState<Integer>> seenSpec = StateSpecs.bag(VarIntCoder.of());

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("seen") BagState<Integer> seen,
        OutputReceiver<String> out) {
      seen.add(element.getValue());
      out.output(element.getKey() + " " + seen.read());
    }
  }

  /** A millisecond after each element is a timer; that of 20 puts out what came in which order. */
  private static final class Ticking extends DoFn<KV<String, Integer>, String> {
    @StateId("seen")
    private final StateSpec<BagState<Integer>> seenSpec = StateSpecs.bag(VarIntCoder.of());

    @TimerId("tick")
    private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @RequiresTimeSortedInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @StateId("seen") BagState<Integer> seen,
        @TimerId("tick") Timer tick) {
      seen.add(element.getValue());
      tick.withOutputTimestamp(timestamp).set(timestamp.plus(Duration.millis(1)));
    }

    @OnTimer("tick")
    public void tick(
        OnTimerContext context,
        @StateId("seen") BagState<Integer> seen,
        OutputReceiver<String> out) {
      int element = (int) context.fireTimestamp().getMillis() - 1;
      seen.add(-element);
      if (element == 20) {
        out.output(seen.read().toString());
      }
    }
  }
}
