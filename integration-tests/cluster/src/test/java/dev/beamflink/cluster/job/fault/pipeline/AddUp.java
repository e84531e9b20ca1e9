package dev.beamflink.cluster.job.fault.pipeline;

import java.io.Serial;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/** Adds up the groups of each key, and puts out what they come to at the end of time. */
final class AddUp extends DoFn<KV<Integer, Iterable<String>>, String> {
  @Serial private static final long serialVersionUID = 1L;

  private static final String GROUPS = "groups";
  private static final String LINES = "lines";
  private static final String SUM = "sum";
  private static final String END = "end";

  @StateId(GROUPS)
  private final StateSpec<CombiningState<Long, long[], Long>> groupsSpec =
      StateSpecs.combining(Sum.ofLongs());

  @StateId(LINES)
  private final StateSpec<CombiningState<Long, long[], Long>> linesSpec =
      StateSpecs.combining(Sum.ofLongs());

  @StateId(SUM)
  private final StateSpec<CombiningState<Long, long[], Long>> sumSpec =
      StateSpecs.combining(Sum.ofLongs());

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<String>> group,
      @StateId(GROUPS) CombiningState<Long, long[], Long> groups,
      @StateId(LINES) CombiningState<Long, long[], Long> lines,
      @StateId(SUM) CombiningState<Long, long[], Long> sum,
      @TimerId(END) Timer end) {
    Fingerprint fingerprint =
        Fingerprint.of(
            () ->
                StreamSupport.stream(group.getValue().spliterator(), false)
                    .map(line -> (long) line.hashCode())
                    .iterator());
    groups.add(1L);
    lines.add(fingerprint.count());
    sum.add(fingerprint.sum());
    end.set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  @OnTimer(END)
  public void end(
      @Key Integer key,
      @StateId(GROUPS) CombiningState<Long, long[], Long> groups,
      @StateId(LINES) CombiningState<Long, long[], Long> lines,
      @StateId(SUM) CombiningState<Long, long[], Long> sum,
      OutputReceiver<String> output) {
    output.output(
        "key %d has %d groups %s"
            .formatted(key, groups.read(), new Fingerprint(lines.read(), sum.read())));
  }
}
