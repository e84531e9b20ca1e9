package dev.beamflink.cluster.job.fault;

import java.io.Serial;
import org.apache.beam.sdk.transforms.DoFn;

/** Passes elements on and fails where and when it is ordered to. */
final class FaultPoint<T> extends DoFn<T, T> {
  @Serial private static final long serialVersionUID = 1L;

  private final Schedule schedule;

  FaultPoint(Schedule schedule) {
    this.schedule = schedule;
  }

  @StartBundle
  public void startBundle() {
    orders().obey(Phase.START_BUNDLE);
  }

  @ProcessElement
  public void process(@Element T element, OutputReceiver<T> output) {
    output.output(element);
    orders().obey(Phase.PROCESS);
  }

  @FinishBundle
  public void finishBundle() {
    orders().obey(Phase.FINISH_BUNDLE);
  }

  private Orders orders() {
    return new Orders(schedule.meeting());
  }
}
