package dev.beamflink.runner.savepoint;

import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Keeps all lines in state, and gives them to the trace of the job that comes to the end: a line
 * that was lost, or came twice, on the way through savepoints is missing there, or there twice.
 */
final class Judge extends PTransform<PCollection<String>, PCollection<Void>> {

  private static final long serialVersionUID = 1L;

  /** So few that most key groups are empty. */
  private static final int KEYS = 5;

  private final Trace trace;

  Judge(Trace trace) {
    this.trace = trace;
  }

  @Override
  public PCollection<Void> expand(PCollection<String> lines) {
    return lines
        .apply(
            "Global",
            Window.<String>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply(
            "Key",
            WithKeys.<Integer, String>of(line -> Math.floorMod(line.hashCode(), KEYS))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Keep", ParDo.of(new Keep(trace)));
  }

  private static final class Keep extends DoFn<KV<Integer, String>, Void> {

    @StateId("lines")
    private final StateSpec<BagState<String>> linesSpec = StateSpecs.bag(StringUtf8Coder.of());

    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final Trace trace;

    Keep(Trace trace) {
      this.trace = trace;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, String> line,
        @StateId("lines") BagState<String> lines,
        @TimerId("end") Timer end) {
      lines.add(line.getValue());
      end.set(GlobalWindow.INSTANCE.maxTimestamp());
    }

    @OnTimer("end")
    public void end(@StateId("lines") BagState<String> lines) {
      lines.read().forEach(trace::add);
    }
  }
}
