package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import java.io.Serial;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Sessions of keys that pause now and then. Nothing is late, so determined: every session with its
 * window and its elements.
 */
final class SessionsPipeline implements FaultPipeline {
  private static final int KEYS = 20;
  private static final int BLOCK = 150;
  private static final Duration GAP = Duration.standardSeconds(1);

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    return Numbers.inTime(pipeline, schedule)
        .apply("Pause", Filter.by(number -> !isPaused(number)))
        .apply(
            "Key",
            WithKeys.<Integer, Long>of(SessionsPipeline::key)
                .withKeyType(TypeDescriptors.integers()))
        .apply("Sessions", Window.into(Sessions.withGapDuration(GAP)))
        .apply("Group", GroupByKey.create())
        .apply("Describe", ParDo.of(new DescribeSession()));
  }

  private static int key(long number) {
    return (int) (number % KEYS);
  }

  private static boolean isPaused(long number) {
    return (Numbers.offset(number) / BLOCK + key(number)) % 3 == 0;
  }

  private static final class DescribeSession extends DoFn<KV<Integer, Iterable<Long>>, String> {
    @Serial private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Long>> session,
        BoundedWindow window,
        OutputReceiver<String> output) {
      output.output(
          "session %d %s %s"
              .formatted(session.getKey(), window, Fingerprint.of(session.getValue())));
    }
  }
}
