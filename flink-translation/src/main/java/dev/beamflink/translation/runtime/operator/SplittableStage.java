package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.quiet.QuietReporter;
import dev.beamflink.translation.runtime.splittable.EndlessSlice;
import dev.beamflink.translation.runtime.splittable.PendingRestriction;
import dev.beamflink.translation.runtime.splittable.PendingRestrictions;
import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.stage.SplittableRoot;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import dev.beamflink.translation.runtime.state.CodedListState;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.function.LongConsumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * The restrictions of a stage whose root is the processing part of a splittable DoFn: takes them
 * in, runs them slice by slice, and keeps the output watermark behind them. Made when the operator
 * opens; task thread only.
 *
 * <p>Slices run from the operator's processing-time timers, so between two of them the task does
 * whatever else it has to do, checkpoints above all. When a job stops, Flink silences the timers
 * before it takes the last savepoint, and with them the slices: what they would emit then would be
 * emitted again after the restore.
 */
final class SplittableStage {

  private final OperatorStage stage;
  private final SplittableRoot root;
  private final RestrictionSchedule schedule;
  private final Slice slice;
  private final PendingRestrictions pending;
  private final CodedListState<PendingRestriction> state;
  private final OutputWatermark outputWatermark;
  private final ProcessingTimeService clock;
  private final MailboxExecutor mailbox;
  private final WakeUp wakeUp;
  private final QuietReporter quiet;
  private boolean inputAtEnd;

  /**
   * @param slice what limits a turn of restrictions, by the time that really passes
   * @param state the restrictions in checkpoints; what it holds is taken over
   * @param clock tells when those that wait are to resume
   * @param mailbox the operator's mails
   * @param emitter forwards a watermark, in Flink's terms
   * @param quiet is told when no restriction is left and none can come any more
   */
  SplittableStage(
      OperatorStage stage,
      RestrictionSchedule schedule,
      Slice slice,
      CodedListState<PendingRestriction> state,
      ProcessingTimeService clock,
      MailboxExecutor mailbox,
      LongConsumer emitter,
      QuietReporter quiet) {
    this.stage = stage;
    this.root = stage.executor().splittableRoot();
    this.schedule = schedule;
    this.slice = slice;
    this.outputWatermark = new OutputWatermark(new HoldTracker(), emitter);
    this.pending = new PendingRestrictions(outputWatermark.holds());
    this.state = state;
    this.clock = clock;
    this.mailbox = mailbox;
    this.wakeUp = new WakeUp(clock, this::runSlice);
    this.quiet = quiet;
    pending.restore(state.read());
  }

  /** Goes on with what was restored, from the next mail on. */
  void start() {
    setWakeUp();
  }

  /** Takes an element of the stage's input. */
  void process(WindowedValue<Object> element) {
    root.unpack(element).forEach(pending::arrive);
    if (pending.ready() > schedule.maxReady()) {
      slice.begin();
      run(slice);
    }
    setWakeUp();
  }

  /**
   * Gives a turn without limit to each restriction that is ready: when a marker of a TestStream
   * comes, behind which nothing may be left but what waits for a later step. One that resumes
   * itself is among that, also if it asks for no delay.
   */
  void runReady() {
    pending.wake(clock.getCurrentProcessingTime());
    Slice endless = new EndlessSlice();
    for (int left = pending.ready(); left > 0; left--) {
      runNext(endless);
    }
    stage.finishBundle();
    outputWatermark.update();
    setWakeUp();
    reportIfQuiet();
  }

  void advanceWatermark(long flinkWatermark) {
    stage.finishBundle();
    outputWatermark.inputWatermark(BeamTime.fromFlinkWatermark(flinkWatermark));
    outputWatermark.update();
    inputAtEnd = flinkWatermark == Long.MAX_VALUE;
    reportIfQuiet();
  }

  /** Finishes all that is left, after it was truncated if the job drains. */
  void endInput() throws InterruptedException {
    if (schedule.endOfInputIsDrain()) {
      pending.truncate(root::truncate);
    }
    while (!pending.isEmpty()) {
      pending.wake(TestTime.atEnd(clock));
      if (pending.ready() > 0) {
        run(new EndlessSlice());
      } else {
        setWakeUp();
        mailbox.yield();
      }
    }
    stage.finishBundle();
    outputWatermark.inputWatermark(BoundedWindow.TIMESTAMP_MAX_VALUE);
    outputWatermark.update();
  }

  void snapshot() {
    state.replaceWith(pending.all());
  }

  private void runSlice() {
    pending.wake(clock.getCurrentProcessingTime());
    slice.begin();
    run(slice);
    stage.finishBundle();
    outputWatermark.update();
    setWakeUp();
    reportIfQuiet();
  }

  /**
   * Runs what is ready until the slice is over. A bundle has each restriction once: what one leaves
   * goes into the next bundle, as it may wait for this one to be durable.
   */
  private void run(Slice limit) {
    while (pending.ready() > 0 && !limit.isOver()) {
      for (int left = pending.ready(); left > 0 && !limit.isOver(); left--) {
        runNext(limit);
      }
      if (pending.ready() > 0) {
        stage.finishBundle();
      }
    }
  }

  private void runNext(Slice limit) {
    PendingRestriction next = pending.next();
    Residual left = stage.process(next.part(), limit);
    pending.processed(next, left, clock.getCurrentProcessingTime());
  }

  private void setWakeUp() {
    if (pending.ready() > 0) {
      wakeUp.at(clock.getCurrentProcessingTime());
    } else if (!pending.isEmpty()) {
      wakeUp.at(pending.nextResumeMillis());
    }
  }

  private void reportIfQuiet() {
    if (inputAtEnd && pending.isEmpty()) {
      quiet.report();
    }
  }
}
