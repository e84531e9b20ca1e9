package dev.beamflink.cluster.job.fault.pipeline;

import dev.beamflink.cluster.job.fault.FaultPipeline;
import dev.beamflink.cluster.job.fault.Numbers;
import dev.beamflink.cluster.job.fault.Schedule;
import java.io.Serial;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;

/**
 * Side inputs that change. One changes with the window: what an element sees is determined. One
 * changes with every pane: determined is that each element comes once and sees a value that
 * existed.
 */
final class SideInputsPipeline implements FaultPipeline {
  private static final Duration SIZE = Duration.standardSeconds(2);

  @Override
  public PCollection<String> lines(Pipeline pipeline, Schedule schedule) {
    PCollection<Long> main = Numbers.inTime(pipeline, schedule);
    PCollection<Long> side = Numbers.inTime("Side", pipeline, schedule);
    PCollectionView<Long> count =
        side.apply("SideWindows", Window.into(FixedWindows.of(SIZE)))
            .apply("Count", Combine.globally(Count.<Long>combineFn()).asSingletonView());
    PCollectionView<Long> last =
        side.apply(
                "SidePanes",
                Window.<Long>into(new GlobalWindows())
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .accumulatingFiredPanes())
            .apply("Last", Max.longsGlobally().asSingletonView());
    PCollection<String> byWindow =
        main.apply("MainWindows", Window.into(FixedWindows.of(SIZE)))
            .apply("WithCount", ParDo.of(new WithCount(count)).withSideInputs(count))
            .apply("Global", Window.into(new GlobalWindows()));
    PCollection<String> byPane =
        main.apply("WithLast", ParDo.of(new WithLast(last, schedule)).withSideInputs(last));
    return PCollectionList.of(byWindow).and(byPane).apply("Both", Flatten.pCollections());
  }

  private static final class WithCount extends DoFn<Long, String> {
    @Serial private static final long serialVersionUID = 1L;

    private final PCollectionView<Long> count;

    WithCount(PCollectionView<Long> count) {
      this.count = count;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output("element %d of %d".formatted(context.element(), context.sideInput(count)));
    }
  }

  private static final class WithLast extends DoFn<Long, String> {
    @Serial private static final long serialVersionUID = 1L;

    private final PCollectionView<Long> last;
    private final Schedule schedule;

    WithLast(PCollectionView<Long> last, Schedule schedule) {
      this.last = last;
      this.schedule = schedule;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long seen = context.sideInput(last);
      boolean existed = seen >= 0 && Numbers.offset(seen) < schedule.elements();
      context.output(
          "element %d saw %s".formatted(context.element(), existed ? "a number" : "none: " + seen));
    }
  }
}
