package dev.beamflink.translation.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.KeyedElement;
import dev.beamflink.translation.runtime.element.KeyedElementCoder;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.group.LiftedGroupTest.Fn;
import dev.beamflink.translation.runtime.group.LiftedGroupTest.Windows;
import dev.beamflink.translation.runtime.group.lift.LiftSpec;
import dev.beamflink.translation.runtime.group.lift.StreamingLiftedCombineOperatorFactory;
import dev.beamflink.translation.runtime.keyed.KeyEncoder;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.Backend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Combining ahead of the exchange in STREAMING and merging behind it, against combining behind it
 * only.
 */
class StreamingLiftedGroupTest {

  private static final int SUBTASKS = 3;
  private static final int STEPS = 400;

  /** The subtasks ahead of an exchange, and the group behind it. */
  private static final class Lifted implements AutoCloseable {

    private final WindowingStrategy<?, ?> windowing;
    private final Fn fn;
    private final GroupTester group;
    private final List<
            OneInputStreamOperatorTestHarness<WindowedValue<Object>, KeyedElement<Object>>>
        subtasks = new ArrayList<>();
    private int handedOver;

    private Lifted(WindowingStrategy<?, ?> windowing, Fn fn) throws Exception {
      this.windowing = windowing;
      this.fn = fn;
      this.group =
          new GroupTester(
              Backend.HASH_MAP,
              Scenario.of(windowing, new Reduction.Merging(fn.fn(), fn.accumulatorCoder())).spec());
      open();
    }

    @SuppressWarnings("unchecked") // a test's windows are those of its strategy
    private void open() throws Exception {
      LiftSpec spec =
          new LiftSpec(
              new KeyEncoder("Test/Group", GroupTester.keyCoder()),
              fn.fn(),
              windowing.getTimestampCombiner(),
              WindowedValueCoder.of(
                  fn.accumulatorCoder(),
                  (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder()));
      for (int i = 0; i < SUBTASKS; i++) {
        var harness =
            new OneInputStreamOperatorTestHarness<WindowedValue<Object>, KeyedElement<Object>>(
                new StreamingLiftedCombineOperatorFactory(spec));
        harness.setup(new EdgeSerializer<>(KeyedElementCoder.of(spec.accumulatorCoder())));
        harness.open();
        subtasks.add(harness);
      }
    }

    void element(int subtask, String key, WindowedValue<Object> element) throws Exception {
      subtasks
          .get(subtask)
          .processElement(new StreamRecord<>(element.withValue(KV.of(key, element.getValue()))));
      exchange(subtask);
    }

    void idle(int subtask) throws Exception {
      subtasks.get(subtask).processWatermarkStatus(WatermarkStatus.IDLE);
      exchange(subtask);
    }

    void active(int subtask) throws Exception {
      subtasks.get(subtask).processWatermarkStatus(WatermarkStatus.ACTIVE);
    }

    void watermark(int subtask, long millis) throws Exception {
      subtasks
          .get(subtask)
          .processWatermark(new Watermark(BeamTime.toFlinkWatermark(new Instant(millis))));
      exchange(subtask);
    }

    /** A checkpoint, and a restore from it: what the subtasks still have is lost. */
    void failAfterCheckpoint(int parallelism) throws Exception {
      for (int i = 0; i < SUBTASKS; i++) {
        subtasks.get(i).prepareSnapshotPreBarrier(1);
        exchange(i);
      }
      group.snapshot();
      closeSubtasks();
      open();
      group.restore(parallelism);
    }

    /** Hands what a subtask has put out to the group. */
    private void exchange(int subtask) throws Exception {
      var harness = subtasks.get(subtask);
      for (KeyedElement<Object> element : harness.extractOutputValues()) {
        handedOver++;
        group.element(element.key().decode(StringUtf8Coder.of()), element.value());
      }
      harness.getOutput().clear();
    }

    private void closeSubtasks() throws Exception {
      for (var harness : subtasks) {
        harness.close();
      }
      subtasks.clear();
    }

    @Override
    public void close() throws Exception {
      closeSubtasks();
      group.close();
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Windows.values())
        .filter(
            windows -> windows.strategy().getTimestampCombiner() == TimestampCombiner.END_OF_WINDOW)
        .flatMap(windows -> Stream.of(Fn.values()).map(fn -> Arguments.of(windows, fn)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void panesAreThoseOfCombiningBehindTheExchange(Windows windows, Fn fn) throws Exception {
    WindowingStrategy<?, ?> windowing = windows.strategy();
    Random random = new Random(7);
    Set<Integer> idle = new HashSet<>();
    try (GroupTester plain = plain(windowing, fn);
        Lifted lifted = new Lifted(windowing, fn)) {
      long watermark = 0;
      for (int step = 0; step < STEPS; step++) {
        int subtask = random.nextInt(SUBTASKS);
        int what = random.nextInt(20);
        if (what == 0 && idle.size() < SUBTASKS - 1 && idle.add(subtask)) {
          lifted.idle(subtask);
        } else if (what == 1) {
          lifted.failAfterCheckpoint(1 + random.nextInt(2));
          idle.clear();
          plain.snapshot();
          plain.restore(1 + random.nextInt(2));
          watermark(lifted, plain, idle, watermark);
        } else if (what < 5) {
          watermark += random.nextInt(6);
          watermark(lifted, plain, idle, watermark);
        } else {
          if (idle.remove(subtask)) {
            lifted.active(subtask); // its watermark may be behind
          }
          String key = random.nextInt(3) == 0 ? "hot" : "key " + random.nextInt(5);
          WindowedValue<Object> element =
              Panes.element(
                  windowing,
                  random.nextInt(1000),
                  Math.max(0, watermark - 8 + random.nextInt(20))); // some are late
          lifted.element(subtask, key, element);
          plain.element(key, element);
        }
        assertEquals(texts(plain), texts(lifted.group), "step " + step);
      }
      assertEquals(plain.droppedAsLate(), lifted.group.droppedAsLate());
    }
  }

  /** To all that are not idle, and then to the group, which has the least of theirs. */
  private static void watermark(Lifted lifted, GroupTester plain, Set<Integer> idle, long millis)
      throws Exception {
    for (int i = 0; i < SUBTASKS; i++) {
      if (!idle.contains(i)) {
        lifted.watermark(i, millis);
      }
    }
    lifted.group.watermark(new Instant(millis));
    plain.watermark(new Instant(millis));
  }

  @Test
  void elementsOfAWindowCrossTheExchangeAsOne() throws Exception {
    WindowingStrategy<?, ?> windowing = Windows.FIXED.strategy();
    try (Lifted lifted = new Lifted(windowing, Fn.SUM)) {
      for (int value = 0; value < 100; value++) {
        lifted.element(0, "a", Panes.element(windowing, value, 3));
      }
      assertEquals(0, lifted.handedOver);
      lifted.watermark(0, 9);
      assertEquals(0, lifted.handedOver);
      lifted.watermark(0, 10);
      assertEquals(1, lifted.handedOver);
    }
  }

  @Test
  void whatADrainHasCausedSaysSoBehindTheExchange() throws Exception {
    WindowingStrategy<?, ?> windowing = Windows.FIXED.strategy();
    try (Lifted lifted = new Lifted(windowing, Fn.SUM)) {
      WindowedValue<Object> element = Panes.element(windowing, 1, 3);
      lifted.element(
          0,
          "a",
          WindowedValues.of(
              element.getValue(),
              element.getTimestamp(),
              element.getWindows(),
              element.getPaneInfo(),
              null,
              null,
              CausedByDrain.CAUSED_BY_DRAIN));
      assertEquals(1, lifted.handedOver);
    }
  }

  private static GroupTester plain(WindowingStrategy<?, ?> windowing, Fn fn) throws Exception {
    return new GroupTester(
        Backend.HASH_MAP,
        Scenario.of(windowing, new Reduction.Combining(fn.fn(), fn.accumulatorCoder())).spec());
  }

  private static List<String> texts(GroupTester group) {
    return group.takePanes().stream().map(Panes::text).sorted().toList();
  }
}
