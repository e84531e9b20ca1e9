package dev.beamflink.cluster.job.fault;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * The judge's evidence: keeps every line that it gets in state and writes all of a key at the end
 * of time. What user code writes on the way comes again after a restart, and would hide what came
 * twice; state has seen each element once, or the runner is wrong. A file is named by its content
 * too: the end of time may come twice, but then with the same lines.
 */
final class Tally extends DoFn<KV<Integer, String>, Void> {
  @Serial private static final long serialVersionUID = 1L;

  private static final String LINES = "lines";
  private static final String END = "end";

  @StateId(LINES)
  private final StateSpec<BagState<String>> linesSpec = StateSpecs.bag(StringUtf8Coder.of());

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Schedule schedule;

  Tally(Schedule schedule) {
    this.schedule = schedule;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, String> line,
      @StateId(LINES) BagState<String> lines,
      @TimerId(END) Timer end) {
    lines.add(line.getValue());
    end.set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  @OnTimer(END)
  public void end(@Key Integer key, @StateId(LINES) BagState<String> lines) {
    List<String> sorted = StreamSupport.stream(lines.read().spliterator(), false).sorted().toList();
    String content = sorted.stream().map(line -> line + "\n").collect(Collectors.joining());
    Path file =
        schedule
            .meeting()
            .results()
            .resolve("%d-%x-%d".formatted(key, content.hashCode(), sorted.size()));
    Meeting.put(file, content);
  }
}
