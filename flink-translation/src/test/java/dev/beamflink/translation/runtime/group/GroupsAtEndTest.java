package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.SingleWindow;
import dev.beamflink.translation.runtime.group.LiftedGroupTest.Fn;
import dev.beamflink.translation.runtime.group.spill.GroupMemory;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.AfterAll;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window.ClosingBehavior;
import org.apache.beam.sdk.transforms.windowing.Window.OnTimeBehavior;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups without timers against those of {@code ReduceFnRunner}, for random windowings. */
class GroupsAtEndTest {

  private static final int CASES = 400;
  private static final int KEYS = 5;

  private static final List<WindowFn<Object, ?>> WINDOWS =
      List.of(
          FixedWindows.of(Duration.millis(10)),
          SlidingWindows.of(Duration.millis(10)).every(Duration.millis(3)),
          new GlobalWindows());

  private static final List<Trigger> TRIGGERS =
      List.of(
          DefaultTrigger.of(),
          AfterWatermark.pastEndOfWindow(),
          AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(2)),
          AfterWatermark.pastEndOfWindow().withLateFirings(delay()),
          Repeatedly.forever(AfterWatermark.pastEndOfWindow()),
          AfterAll.of(AfterWatermark.pastEndOfWindow(), AfterWatermark.pastEndOfWindow()),
          Repeatedly.forever(AfterFirst.of(AfterWatermark.pastEndOfWindow(), Never.ever())),
          Repeatedly.forever(Never.ever()).orFinally(AfterWatermark.pastEndOfWindow()),
          Never.ever());

  private static Trigger.OnceTrigger delay() {
    return AfterProcessingTime.pastFirstElementInPane().plusDelayOf(Duration.millis(3));
  }

  private enum Kind {
    VALUES,
    SUMS,
    SUMS_OF_ACCUMULATORS;

    Reduction reduction() throws CannotProvideCoderException {
      return switch (this) {
        case VALUES -> new Reduction.Buffering(Scenario.integers());
        case SUMS -> new Reduction.Combining(Fn.SUM.fn(), Fn.SUM.accumulatorCoder());
        case SUMS_OF_ACCUMULATORS -> new Reduction.Merging(Fn.SUM.fn(), Fn.SUM.accumulatorCoder());
      };
    }
  }

  /** Writes panes down as they come. */
  private record TextOutput(List<String> texts)
      implements Output<StreamRecord<WindowedValue<Object>>> {

    @Override
    public void collect(StreamRecord<WindowedValue<Object>> pane) {
      texts.add(text(pane.getValue()));
    }

    @Override
    public <X> void collect(OutputTag<X> tag, StreamRecord<X> element) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitWatermark(Watermark mark) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitWatermarkStatus(WatermarkStatus status) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitLatencyMarker(LatencyMarker marker) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitRecordAttributes(RecordAttributes attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void emitWatermark(WatermarkEvent mark) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @TempDir private Path directory;
  private int files;

  static IntStream seeds() {
    return IntStream.range(0, CASES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void panesAreThoseOfReduceFnRunner(int seed) throws Exception {
    Random random = new Random(seed);
    WindowingStrategy<?, ?> windowing = windowing(random);
    assertTrue(GroupsAtEnd.suffice(windowing));
    Kind kind = oneOf(random, List.of(Kind.values()));
    long memoryBytes = oneOf(random, List.of(20L, 1L << 20));
    long inputs = random.nextLong();
    assertEquals(
        panes(windowing, kind, memoryBytes, new Random(inputs), true),
        panes(windowing, kind, memoryBytes, new Random(inputs), false),
        windowing::toString);
  }

  private static WindowingStrategy<?, ?> windowing(Random random) {
    return WindowingStrategy.of(oneOf(random, WINDOWS))
        .withTrigger(oneOf(random, TRIGGERS))
        .withMode(
            oneOf(
                random,
                List.of(
                    AccumulationMode.DISCARDING_FIRED_PANES,
                    AccumulationMode.ACCUMULATING_FIRED_PANES)))
        .withAllowedLateness(Duration.millis(oneOf(random, List.of(0, 3, 5))))
        .withTimestampCombiner(oneOf(random, List.of(TimestampCombiner.values())))
        .withClosingBehavior(oneOf(random, List.of(ClosingBehavior.values())))
        .withOnTimeBehavior(oneOf(random, List.of(OnTimeBehavior.values())));
  }

  private static <T> T oneOf(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** What one or the other emits for a few keys, whose elements have come in any order. */
  private List<String> panes(
      WindowingStrategy<?, ?> windowing,
      Kind kind,
      long memoryBytes,
      Random random,
      boolean reference)
      throws Exception {
    GroupSpec spec = Scenario.of(windowing, kind.reduction()).spec();
    List<String> panes = new ArrayList<>();
    BatchKey key = new BatchKey();
    CurrentKey currentKey = new CurrentKey(key, spec.keyCoder(), spec.transformName());
    GroupOutput groupOutput = new GroupOutput(new TextOutput(panes), currentKey);
    GroupCalls calls =
        new GroupCalls(spec.transformName(), new MetricsContainerImpl(spec.transformName()));
    GroupMemory memory = new GroupMemory(memoryBytes);
    try (SpillFiles spilled =
        new SpillFiles(() -> directory.resolve("spill-" + files++).toFile())) {
      KeyGroups groups =
          reference
              ? new TimedGroups(
                  spec,
                  currentKey,
                  memory,
                  spilled,
                  new TestProcessingTimeService(),
                  groupOutput,
                  calls)
              : new GroupsAtEnd(
                  spec, BagOrAccumulator.of(spec, memory, spilled), groupOutput, calls);
      for (int i = 0; i < KEYS; i++) {
        key.setCurrentKey(EncodedKey.encode(StringUtf8Coder.of(), "key " + i));
        int elements = 1 + random.nextInt(30);
        int ranked = random.nextInt(elements + 1);
        for (int element = 0; element < elements; element++) {
          int value = random.nextInt(1_000);
          long timestamp = random.nextInt(60);
          byte rank = (byte) (element < ranked ? 0 : 1);
          send(groups, memory, windowing, kind, value, timestamp, rank);
        }
        groups.finishKey();
        memory.clear();
        spilled.finishCurrent();
      }
    }
    return panes;
  }

  /** Accumulators come for each window by themselves, as they may be changed. */
  private static void send(
      KeyGroups groups,
      GroupMemory memory,
      WindowingStrategy<?, ?> windowing,
      Kind kind,
      int value,
      long timestamp,
      byte rank)
      throws Exception {
    WindowedValue<Object> element = Panes.element(windowing, value, timestamp);
    if (kind == Kind.SUMS_OF_ACCUMULATORS) {
      for (BoundedWindow window : element.getWindows()) {
        groups.process(SingleWindow.of(new int[] {value}, element, window), rank);
      }
    } else {
      memory.elementIs(element.getValue(), 2);
      groups.process(element, rank);
    }
  }

  /** With all of the pane's data. */
  private static String text(WindowedValue<Object> pane) {
    KV<?, ?> pair = (KV<?, ?>) pane.getValue();
    Object value = pair.getValue();
    if (value instanceof Iterable<?> values) {
      List<Object> all = new ArrayList<>();
      values.forEach(all::add);
      value = all;
    }
    return Panes.text(pane.withValue(KV.of(pair.getKey(), value)))
        + " "
        + pane.getPaneInfo()
        + " "
        + pane.causedByDrain();
  }

  @Test
  void otherGroupsNeedMore() {
    WindowingStrategy<?, ?> windowing = WindowingStrategy.globalDefault();
    assertFalse(GroupsAtEnd.suffice(windowing.withTrigger(AfterPane.elementCountAtLeast(1))));
    assertFalse(GroupsAtEnd.suffice(windowing.withTrigger(Repeatedly.forever(delay()))));
    assertFalse(
        GroupsAtEnd.suffice(WindowingStrategy.of(Sessions.withGapDuration(Duration.millis(5)))));
  }
}
