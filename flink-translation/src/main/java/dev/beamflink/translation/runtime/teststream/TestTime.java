package dev.beamflink.translation.runtime.teststream;

import java.util.Set;
import org.apache.flink.api.common.watermark.LongWatermark;
import org.apache.flink.api.common.watermark.LongWatermarkDeclaration;
import org.apache.flink.api.common.watermark.WatermarkDeclarations;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * The time that a TestStream tells the operators of its pipeline, in band.
 *
 * <p><b>Contract for operators.</b> An operator that has a clock calls its superclass with {@link
 * #in}, which gives it a clock that stands still between markers. When a marker comes ({@code
 * processWatermark(WatermarkEvent)}), it calls {@link #arrived}, does all it can do without a
 * further element, ends its bundle, emits, and only then passes the marker on. One with several
 * inputs first waits for the marker on all of them, see {@link MarkerAlignment}. An operator that
 * holds nothing back needs none of this: Flink's passes markers on.
 */
public final class TestTime {

  /** What time it is: milliseconds of processing time. Comes before the step of that time. */
  static final LongWatermarkDeclaration CLOCK = declaration("beam:test-clock");

  /** Which step it is; follows all that belongs to the step. */
  static final LongWatermarkDeclaration STEP = declaration("beam:test-step");

  private TestTime() {}

  private static LongWatermarkDeclaration declaration(String name) {
    return WatermarkDeclarations.newBuilder(name)
        .typeLong()
        .combineFunctionMin()
        .combineWaitForAllChannels(true)
        .defaultHandlingStrategyForward()
        .build();
  }

  static Set<LongWatermarkDeclaration> declarations() {
    return Set.of(CLOCK, STEP);
  }

  /**
   * What an operator is made with: in a pipeline with a TestStream with that stream's clock in
   * place of the task's, in any other as it is.
   */
  public static <T> StreamOperatorParameters<T> in(StreamOperatorParameters<T> parameters) {
    return drives(parameters) ? withTestClock(parameters) : parameters;
  }

  /** Every operator of a job knows which generalized watermarks any source of it declares. */
  private static boolean drives(StreamOperatorParameters<?> parameters) {
    ClassLoader loader = parameters.getContainingTask().getUserCodeClassLoader();
    return parameters.getStreamConfig().getWatermarkDeclarations(loader).stream()
        .anyMatch(declaration -> declaration.getIdentifier().equals(CLOCK.getIdentifier()));
  }

  private static <T> StreamOperatorParameters<T> withTestClock(
      StreamOperatorParameters<T> parameters) {
    return new StreamOperatorParameters<>(
        parameters.getContainingTask(),
        parameters.getStreamConfig(),
        parameters.getOutput(),
        TestClock::new,
        parameters.getOperatorEventDispatcher(),
        parameters.getMailboxExecutor());
  }

  /**
   * Sets the clock to what a marker says and fires the timers that are due.
   *
   * @param clock the operator's processing-time service
   */
  public static void arrived(WatermarkEvent marker, ProcessingTimeService clock) throws Exception {
    if (!(clock instanceof TestClock testClock)) {
      throw new IllegalStateException(
          "An operator got the marker %s, but has a clock of its own. This is a bug of the runner, please report it."
              .formatted(marker));
    }
    if (isOf(CLOCK, marker)) {
      testClock.set(value(marker));
    }
    testClock.fireDue();
  }

  /** Whether a TestStream sets this clock, which then fires all that is left before the end. */
  public static boolean drives(ProcessingTimeService clock) {
    return clock instanceof TestClock;
  }

  /**
   * What time it is for an operator whose input has ended, and that must not wait for a clock which
   * stands still: the end of time then.
   *
   * @param clock the operator's processing-time service
   */
  public static long atEnd(ProcessingTimeService clock) {
    return drives(clock) ? Long.MAX_VALUE : clock.getCurrentProcessingTime();
  }

  /** Whether the marker ends a step. */
  static boolean isStep(WatermarkEvent marker) {
    return isOf(STEP, marker);
  }

  static boolean isOf(LongWatermarkDeclaration declaration, WatermarkEvent marker) {
    return marker.getWatermark().getIdentifier().equals(declaration.getIdentifier());
  }

  /** The time or the number of the step. */
  static long value(WatermarkEvent marker) {
    return ((LongWatermark) marker.getWatermark()).getValue();
  }
}
