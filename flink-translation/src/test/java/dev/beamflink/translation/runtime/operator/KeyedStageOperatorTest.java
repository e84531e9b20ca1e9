package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import dev.beamflink.translation.testkit.Backend;
import dev.beamflink.translation.testkit.Interruption;
import dev.beamflink.translation.testkit.Subtasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Bundles and the end of stages with state and timers. */
class KeyedStageOperatorTest {

  private static final Window<KV<String, Integer>> GLOBAL = Window.into(new GlobalWindows());
  private static final Window<KV<String, Integer>> TENS =
      Window.into(FixedWindows.of(Duration.millis(10)));

  @Test
  void drainFiresProcessingTimeTimersAheadOfTheirTime() throws Exception {
    List<String> drained =
        StatefulScenario.of(new Buffer(1000), GLOBAL)
            .element("a", 1, 3)
            .element("b", 2, 4)
            .element("a", 3, 5)
            .drain();
    assertEquals(
        List.of("[1, 3] CAUSED_BY_DRAIN @3 global", "[2] CAUSED_BY_DRAIN @4 global"), drained);
  }

  @Test
  void drainEmptiesABufferInPortions() throws Exception {
    assertEquals(
        List.of(
            "[1, 2] CAUSED_BY_DRAIN @3 global",
            "[3, 4] CAUSED_BY_DRAIN @3 global",
            "[5] CAUSED_BY_DRAIN @3 global"),
        StatefulScenario.of(new Buffer(2), GLOBAL)
            .element("a", 1, 3)
            .element("a", 2, 4)
            .element("a", 3, 5)
            .element("a", 4, 6)
            .element("a", 5, 7)
            .drain());
  }

  @Test
  void drainEndsATimerThatWouldSetItselfForEver() throws Exception {
    assertEquals(
        100, StatefulScenario.of(new EndlessLoop(), GLOBAL).element("a", 1, 3).drain().size());
  }

  @Test
  void drainFiresProcessingTimeTimersBeforeTheirWindowIsOver() throws Exception {
    assertEquals(
        List.of("[1] CAUSED_BY_DRAIN @3 [0..10)", "[2] CAUSED_BY_DRAIN @13 [10..20)"),
        StatefulScenario.of(new Buffer(1000), TENS).element("a", 1, 3).element("a", 2, 13).drain());
  }

  @Test
  void drainDropsTimersOfWindowsThatWereOverBefore() throws Exception {
    assertEquals(
        List.of("[2] CAUSED_BY_DRAIN @13 [10..20)"),
        StatefulScenario.of(new Buffer(1000), TENS)
            .element("a", 1, 3)
            .element("a", 2, 13)
            .watermark(11)
            .drain());
  }

  @Test
  void drainFiresEventTimeTimersAndWhatTheySetAndEndsWindows() throws Exception {
    assertEquals(
        List.of(
            "event CAUSED_BY_DRAIN @5 [0..10)",
            "clock CAUSED_BY_DRAIN @5 [0..10)",
            "expired @end [0..10)",
            "event CAUSED_BY_DRAIN @15 [10..20)",
            "clock CAUSED_BY_DRAIN @15 [10..20)",
            "expired @end [10..20)"),
        StatefulScenario.of(new Causes(), TENS).element("a", 1, 3).element("a", 2, 13).drain());
  }

  @Test
  void watermarkAndInputThatEndsByItselfAreNoDrain() throws Exception {
    StatefulScenario.of(new Causes(), TENS)
        .element("a", 1, 3)
        .element("a", 2, 13)
        .watermark(6)
        .expect("event NORMAL @5 [0..10)")
        .processingTime(70_000)
        .expect("clock NORMAL @5 [0..10)")
        .watermarkAtEnd()
        .expect("expired @end [0..10)", "event NORMAL @15 [10..20)", "expired @end [10..20)")
        .run(new StatefulScenario.Run(Backend.HASH_MAP, 1000, Interruption.NONE));
  }

  @Test
  void drainAfterTheInputHasEndedByItselfFiresWhatIsLeft() throws Exception {
    assertEquals(
        List.of("[1] CAUSED_BY_DRAIN @3 global"),
        StatefulScenario.of(new Buffer(1000), GLOBAL)
            .element("a", 1, 3)
            .watermarkAtEnd()
            .expect()
            .drain());
  }

  /** What announced it may have been taken before an unaligned checkpoint. */
  @Test
  void lastWatermarkThatComesFirstAfterARestoreFiresNoTimerAheadOfItsTime() throws Exception {
    StatefulStage stage =
        StatefulStage.of(
            new Buffer(1000), GLOBAL, PlanMode.STREAMING, new BundleLimits(1000, 1000));
    try (Subtasks<KeyedElement<Object>> subtasks = stage.open(Backend.HASH_MAP)) {
      stage.process(new StatefulStage.Element("a", 1, 3), subtasks);
      subtasks.restore(1);
      subtasks.unannouncedEnd();
      assertEquals(List.of(), subtasks.takeOutput());
      subtasks.processingTime(70_000);
      assertEquals(
          List.of("[1] NORMAL"),
          subtasks.takeOutput().stream().map(WindowedValue::getValue).toList());
    }
  }

  @Test
  void timersThatOnlyAnOlderVersionHadAreDropped() throws Exception {
    BundleLimits limits = new BundleLimits(1000, 1000);
    AtomicReference<StatefulStage> version = new AtomicReference<>();
    version.set(StatefulStage.of(new Older.Timed(), GLOBAL, PlanMode.STREAMING, limits));
    try (Subtasks<KeyedElement<Object>> subtasks =
        Subtasks.open(
            (parallelism, index) -> version.get().harness(Backend.HASH_MAP, parallelism, index))) {
      version.get().process(new StatefulStage.Element("a", 1, 3), subtasks);
      version.set(StatefulStage.of(new Newer.Timed(), GLOBAL, PlanMode.STREAMING, limits));
      subtasks.restore(1);
      subtasks.processingTime(70_000);
      subtasks.watermark(new Instant(100));
      assertEquals(
          List.of("kept"), subtasks.takeOutput().stream().map(WindowedValue::getValue).toList());
      subtasks.finish();
    }
  }

  @Test
  void timersThatAreDueTogetherShareABundle() throws Exception {
    StatefulScenario.of(new Bundles(), GLOBAL)
        .element("a", 1, 3)
        .element("b", 2, 3)
        .element("c", 3, 3)
        .watermark(1)
        .expect("bundle of 0 @end global")
        .processingTime(100)
        .expect("bundle of 3 @end global")
        .expectOutputWatermark(1)
        .element("a", 4, 3)
        .processingTime(300)
        .expect("bundle of 1 @end global")
        .run(new StatefulScenario.Run(Backend.HASH_MAP, 1000, Interruption.NONE));
  }

  /** The third window's state, of each key, is there until it ends itself. */
  @Test
  void windowsThatEndTogetherShareABundleOfAHarness() throws Exception {
    List<Integer> bundles = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    StatefulStage stage =
        LateStage.stage(
            new LateStage.Stages(new Ends(seen), FixedWindows.of(Duration.millis(10)), bundles),
            VarIntCoder.of(),
            TimerStrategy.STREAMING,
            1000);
    try (Subtasks<KeyedElement<Object>> subtasks = stage.open(Backend.HASH_MAP)) {
      for (String key : List.of("a", "b", "c")) {
        for (int window = 0; window < 3; window++) {
          stage.process(new StatefulStage.Element(key, window, 10 * window), subtasks);
        }
      }
      subtasks.watermark(new Instant(20));
      assertEquals(List.of(9, 3, 3), bundles);
      subtasks.watermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
      assertEquals(List.of(9, 3, 3, 3), bundles);
      assertEquals(
          List.of("a [0]", "b [0]", "c [0]", "a [1]", "b [1]", "c [1]", "a [2]", "b [2]", "c [2]"),
          seen);
      assertEquals(0, subtasks.stateEntries());
    }
  }

  /** Tells the bag of each window that ends. */
  private record Ends(List<String> seen) implements LateStage.Code {
    @Override
    public boolean hasWindowExpiration() {
      return true;
    }

    @Override
    public void element(int value, LateStage.Call call) {
      call.add(value);
    }

    @Override
    public void timer(String id, LateStage.Call call) {
      seen.add(call.key() + " " + call.bag());
    }
  }

  /** Puts out what it has buffered a minute after the first element, in portions. */
  private static final class Buffer extends DoFn<KV<String, Integer>, String> {
    @StateId("buffer")
    private final StateSpec<BagState<Integer>> bufferSpec = StateSpecs.bag(VarIntCoder.of());

    @TimerId("flush")
    private final TimerSpec flushSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final int portion;

    Buffer(int portion) {
      this.portion = portion;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("buffer") BagState<Integer> buffer,
        @TimerId("flush") Timer flush) {
      if (Boolean.TRUE.equals(buffer.isEmpty().read())) {
        flush.offset(Duration.standardMinutes(1)).setRelative();
      }
      buffer.add(element.getValue());
    }

    @OnTimer("flush")
    public void flush(
        @StateId("buffer") BagState<Integer> buffer,
        @TimerId("flush") Timer flush,
        OnTimerContext context,
        OutputReceiver<String> out) {
      List<Integer> all = new ArrayList<>();
      buffer.read().forEach(all::add);
      List<Integer> now = all.subList(0, Math.min(portion, all.size()));
      out.output(now + " " + context.causedByDrain());
      buffer.clear();
      all.subList(now.size(), all.size()).forEach(buffer::add);
      if (now.size() < all.size()) {
        flush
            .withOutputTimestamp(context.timestamp())
            .offset(Duration.standardMinutes(1))
            .setRelative();
      }
    }
  }

  /** Two milliseconds after an element a timer fires and sets one by the clock. */
  private static final class Causes extends DoFn<KV<String, Integer>, String> {
    @TimerId("event")
    private final TimerSpec eventSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId("clock")
    private final TimerSpec clockSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(@Timestamp Instant timestamp, @TimerId("event") Timer event) {
      event.set(timestamp.plus(Duration.millis(2)));
    }

    @OnTimer("event")
    public void event(
        CausedByDrain cause, @TimerId("clock") Timer clock, OutputReceiver<String> out) {
      out.output("event " + cause);
      clock.offset(Duration.standardMinutes(1)).setRelative();
    }

    @OnTimer("clock")
    public void clock(CausedByDrain cause, OutputReceiver<String> out) {
      out.output("clock " + cause);
    }

    @OnWindowExpiration
    public void expired(OutputReceiver<String> out) {
      out.output("expired");
    }
  }

  /** A release of a DoFn. */
  private static final class Older {
    static final class Timed extends DoFn<KV<String, Integer>, String> {
      @TimerId("kept")
      private final TimerSpec keptSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @TimerId("event")
      private final TimerSpec eventSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @TimerId("clock")
      private final TimerSpec clockSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

      @TimerFamily("many")
      private final TimerSpec manySpec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

      @ProcessElement
      public void process(
          @TimerId("kept") Timer kept,
          @TimerId("event") Timer event,
          @TimerId("clock") Timer clock,
          @TimerFamily("many") TimerMap many) {
        kept.set(new Instant(10));
        event.set(new Instant(10));
        clock.offset(Duration.standardMinutes(1)).setRelative();
        many.set("one", new Instant(10));
        many.set("two", new Instant(11));
      }

      @OnTimer("kept")
      public void kept() {}

      @OnTimer("event")
      public void event() {}

      @OnTimer("clock")
      public void clock() {}

      @OnTimerFamily("many")
      public void many() {}
    }
  }

  /** The next release of it. */
  private static final class Newer {
    static final class Timed extends DoFn<KV<String, Integer>, String> {
      @TimerId("kept")
      private final TimerSpec keptSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

      @ProcessElement
      public void process() {}

      @OnTimer("kept")
      public void kept(OutputReceiver<String> out) {
        out.output("kept");
      }
    }
  }

  private static final class EndlessLoop extends DoFn<KV<String, Integer>, String> {
    @TimerId("tick")
    private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(@TimerId("tick") Timer tick) {
      tick.offset(Duration.standardMinutes(1)).setRelative();
    }

    @OnTimer("tick")
    public void tick(@TimerId("tick") Timer tick, OutputReceiver<String> out) {
      out.output("tick");
      tick.offset(Duration.standardMinutes(1)).setRelative();
    }
  }

  /** Says at the end of each bundle how many timers fired in it. */
  private static final class Bundles extends DoFn<KV<String, Integer>, String> {
    @TimerId("soon")
    private final TimerSpec soonSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private transient int fired;

    @StartBundle
    public void start() {
      fired = 0;
    }

    @ProcessElement
    public void process(@TimerId("soon") Timer soon) {
      soon.withNoOutputTimestamp().offset(Duration.millis(100)).setRelative();
    }

    @OnTimer("soon")
    public void soon() {
      fired++;
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      Instant end = GlobalWindow.INSTANCE.maxTimestamp();
      context.output("bundle of " + fired, end, GlobalWindow.INSTANCE);
    }
  }
}
