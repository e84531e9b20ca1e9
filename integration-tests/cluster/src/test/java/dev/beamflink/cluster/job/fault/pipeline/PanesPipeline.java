package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.Content;
import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import java.io.Serial;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * A GroupByKey with early and late panes. Which elements share a pane depends on the run.
 * Determined, per key and window: of accumulating panes the last one, and that their indexes have
 * no gap; of discarding panes all their elements together.
 */
final class PanesPipeline implements FaultPipeline {
  private static final int KEYS = 10;
  private static final Duration SIZE = Duration.standardSeconds(10);
  private static final int EARLY_COUNT = 15;
  private static final int LATE_COUNT = 3;

  /** More than any element is late, so that none is dropped. */
  private static final Duration ALLOWED_LATENESS = Content.LATENESS.multipliedBy(4);

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    PCollection<KV<Integer, Long>> numbers =
        Numbers.withLate(pipeline, schedule)
            .apply(
                "Key",
                WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
                    .withKeyType(TypeDescriptors.integers()));
    PCollection<String> accumulating =
        numbers
            .apply("Accumulating", windows().accumulatingFiredPanes())
            .apply("GroupAll", GroupByKey.create())
            .apply("DescribePanes", ParDo.of(new DescribePane()));
    PCollection<String> discarding =
        numbers
            .apply("Discarding", windows().discardingFiredPanes())
            .apply("GroupNew", GroupByKey.create())
            .apply("DescribeElements", ParDo.of(new DescribeElements()));
    return PCollectionList.of(accumulating)
        .and(discarding.apply("SameWindows", Window.<String>configure().accumulatingFiredPanes()))
        .apply("Both", Flatten.pCollections());
  }

  private static Window<KV<Integer, Long>> windows() {
    return Window.<KV<Integer, Long>>into(FixedWindows.of(SIZE))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(AfterPane.elementCountAtLeast(EARLY_COUNT))
                .withLateFirings(AfterPane.elementCountAtLeast(LATE_COUNT)))
        .withAllowedLateness(ALLOWED_LATENESS);
  }

  private static final class DescribePane extends DoFn<KV<Integer, Iterable<Long>>, String> {
    @Serial private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Long>> group,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> output) {
      output.output(
          "pane %d of %s %s %s"
              .formatted(
                  pane.getIndex(),
                  group.getKey(),
                  window.maxTimestamp(),
                  Fingerprint.of(group.getValue())));
    }
  }

  private static final class DescribeElements extends DoFn<KV<Integer, Iterable<Long>>, String> {
    @Serial private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Long>> group,
        BoundedWindow window,
        OutputReceiver<String> output) {
      group
          .getValue()
          .forEach(
              number ->
                  output.output(
                      "element %d of %s %s"
                          .formatted(number, group.getKey(), window.maxTimestamp())));
    }
  }
}
