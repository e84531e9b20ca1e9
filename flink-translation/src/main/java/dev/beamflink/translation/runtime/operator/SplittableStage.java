package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.sharing.Sharing;
import dev.beamflink.translation.runtime.sharing.SharingWithSiblings;
import dev.beamflink.translation.runtime.sharing.SiblingEvent;
import dev.beamflink.translation.runtime.splittable.EndlessSlice;
import dev.beamflink.translation.runtime.splittable.PendingRestriction;
import dev.beamflink.translation.runtime.splittable.PendingRestrictionCoder;
import dev.beamflink.translation.runtime.splittable.PendingRestrictions;
import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.splittable.Slice;
import dev.beamflink.translation.runtime.stage.SplittableRoot;
import dev.beamflink.translation.runtime.stage.SplittableRoot.Residual;
import dev.beamflink.translation.runtime.state.CodedListState;
import dev.beamflink.translation.runtime.teststream.TestTime;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.runtime.watermark.HoldTracker;
import dev.beamflink.translation.runtime.watermark.InputEnd;
import dev.beamflink.translation.runtime.watermark.OutputWatermark;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

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

  /** All subtasks start within that if they have slots; a short wait for one that has none. */
  private static final long PATIENCE_MILLIS = 1_000; // 1 s

  private final OperatorStage stage;
  private final SplittableRoot root;
  private final RestrictionSchedule schedule;
  private final PendingRestrictions pending;
  private final CodedListState<PendingRestriction> state;
  private final OutputWatermark outputWatermark;
  private final ProcessingTimeService clock;
  private final MailboxExecutor mailbox;
  private final StreamTask<?, ?> task;
  private final WakeUp wakeUp;
  private final Output<?> output;
  private final Runnable quiet;
  private final Sharing sharing;
  private final Slice slice;
  private BooleanSupplier receives = () -> true;
  private boolean inputAtEnd;
  private boolean inputIdle;
  private boolean announcedIdle;

  /**
   * @param spec says how to go about restrictions, and whether to share them
   * @param state the restrictions in checkpoints; what it holds is taken over
   * @param parameters of the operator, for its output, its mails, and the time that really passes
   * @param clock tells when those that wait are to resume
   * @param quiet is run when no restriction is left and none can come any more
   */
  SplittableStage(
      OperatorStage stage,
      SplittableStageSpec spec,
      CodedListState<PendingRestriction> state,
      StreamOperatorParameters<?> parameters,
      ProcessingTimeService clock,
      Runnable quiet) {
    this.stage = stage;
    this.root = stage.executor().splittableRoot();
    this.schedule = spec.schedule();
    this.clock = clock;
    this.mailbox = parameters.getMailboxExecutor();
    this.task = parameters.getContainingTask();
    this.output = parameters.getOutput();
    this.outputWatermark =
        new OutputWatermark(
            new HoldTracker(),
            InputEnd.of(parameters),
            watermark -> output.emitWatermark(new Watermark(watermark)));
    outputWatermark.addHold(this::withheldMillis);
    this.pending = new PendingRestrictions(outputWatermark.holds());
    this.state = state;
    this.wakeUp = new WakeUp(clock, this::runSlice);
    this.quiet = quiet;
    pending.restore(state.read());
    this.sharing = spec.shares() ? withSiblings(spec.coder(), parameters) : Sharing.NONE;
    this.slice =
        sharing.within(
            schedule.slice(parameters.getProcessingTimeService(), mailbox::shouldInterrupt));
  }

  private SharingWithSiblings withSiblings(
      PendingRestrictionCoder coder, StreamOperatorParameters<?> parameters) {
    return new SharingWithSiblings(
        pending,
        coder,
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID()),
        () -> wakeUp.at(clock.getCurrentProcessingTime()));
  }

  /**
   * Sets when restrictions of other subtasks could be processed here; {@link #report} is called
   * when that changes.
   */
  void receiveWhen(BooleanSupplier condition) {
    receives = condition;
  }

  /** Takes what the coordinator of subtasks that share has sent. */
  void operatorEvent(OperatorEvent event) {
    if (!(event instanceof SiblingEvent news)) {
      throw new IllegalStateException(
          "Expected news of shared restrictions, found %s. This is a bug of the runner, please report it."
              .formatted(event));
    }
    sharing.handle(news);
  }

  /** Who has nothing left does not run ahead of those whose restrictions it may get. */
  private long withheldMillis() {
    return inputAtEnd && pending.isEmpty() ? sharing.agreedMillis() : HoldTracker.NO_HOLD;
  }

  /** Goes on with what was restored, from the next mail on. */
  void start() {
    setWakeUp();
  }

  /** Takes an element of the stage's input. */
  void process(WindowedValue<Object> element) {
    root.unpack(element).forEach(pending::arrive);
    updateStatus();
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
    updateStatus();
    setWakeUp();
    report();
  }

  void advanceWatermark(long flinkWatermark) {
    stage.finishBundle();
    inputAtEnd = flinkWatermark >= BeamTime.NATURAL_END;
    outputWatermark.inputWatermark(flinkWatermark);
    outputWatermark.update();
    report();
  }

  /** The input has become idle, or is no longer. */
  void inputStatus(WatermarkStatus status) {
    inputIdle = status.isIdle();
    updateStatus();
  }

  /** Downstream does not wait for the watermark of who is idle, so nothing may be pending then. */
  private void updateStatus() {
    boolean idle = inputIdle && pending.isEmpty();
    if (idle != announcedIdle) {
      announcedIdle = idle;
      output.emitWatermarkStatus(idle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }
  }

  /** The earliest timestamp of an element that is still being processed, NO_HOLD for none. */
  long earliestElementMillis() {
    return pending.earliestElementMillis();
  }

  /** Finishes all that is left, after it was truncated if the job drains. */
  void endInput() throws InterruptedException {
    if (schedule.endOfInputIsDrain()) {
      outputWatermark.drain();
      sharing.end();
      pending.truncate(root::truncate);
    } else {
      inputAtEnd = true;
      awaitSiblings();
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
    outputWatermark.inputWatermark(Long.MAX_VALUE);
    outputWatermark.update();
  }

  /**
   * Goes on while others may have something to give. Their events are mails to the task, which the
   * operator's own mailbox does not take.
   */
  private void awaitSiblings() throws InterruptedException {
    if (sharing.mayReceive()) {
      ScheduledFuture<?> patience =
          clock.registerTimer(
              clock.getCurrentProcessingTime() + PATIENCE_MILLIS, millis -> sharing.waited());
      setWakeUp();
      report();
      MailboxExecutor mails = task.getEnvironment().getMainMailboxExecutor();
      while (sharing.mayReceive()) {
        mails.yield();
      }
      patience.cancel(false);
    }
  }

  void snapshot() {
    state.replaceWith(pending.all());
  }

  private void runSlice() {
    pending.wake(clock.getCurrentProcessingTime());
    updateStatus();
    slice.begin();
    run(slice);
    stage.finishBundle();
    outputWatermark.update();
    updateStatus();
    setWakeUp();
    report();
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
    List<Residual> left = stage.process(next.part(), limit);
    pending.processed(next, left, clock.getCurrentProcessingTime());
  }

  private void setWakeUp() {
    if (pending.ready() > 0) {
      wakeUp.at(clock.getCurrentProcessingTime());
    } else if (!pending.isEmpty()) {
      wakeUp.at(pending.nextResumeMillis());
    }
  }

  /** Tells other subtasks, and sources, what is left when the input is at its end. */
  void report() {
    if (inputAtEnd) {
      sharing.report(
          outputWatermark.holds().minMillis(),
          outputWatermark.current().getMillis(),
          receives.getAsBoolean());
      if (pending.isEmpty() && sharing.agreedMillis() == HoldTracker.NO_HOLD) {
        quiet.run();
      }
    }
  }
}
