package dev.beamflink.runner.savepoint;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Pipelines whose lines are the same in every run, one per kind of source or operator.
 *
 * <p>TestStream is not among them: its events are for tests of one job, and wait for each other.
 */
public enum SavepointPipeline {
  IMPULSE {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return byKey(
              pipeline
                  .apply(Impulse.create())
                  .apply("Numbers", ParDo.of(new FirstNumbers()))
                  .apply("Count", ParDo.of(new Trace.Count(trace))))
          .apply("Keep", ParDo.of(new KeyedFns.ProcessingTime(gates)));
    }

    @Override
    long passedAtLimits() {
      return FIRST_NUMBERS;
    }
  },

  BOUNDED_READ {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return pipeline
          .apply("Read", Read.from(BoundedNumbers.of(gates, MAIN)))
          .apply("Count", ParDo.of(new Trace.Count(trace)))
          .apply("Reshuffle", Reshuffle.viaRandomKey())
          .apply("Describe", ParDo.of(new Lines.OfElement()));
    }
  },

  UNBOUNDED_READ {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return PCollectionList.of(read(pipeline, gates, trace, MAIN))
          .and(read(pipeline, gates, trace, SIDE))
          .apply("Flatten", Flatten.pCollections())
          .apply("Describe", ParDo.of(new Lines.OfElement()));
    }

    @Override
    long passedAtLimits() {
      return 2 * Numbers.upTo(CUT);
    }
  },

  DEDUPLICATED_READ {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return pipeline
          .apply(
              "Read",
              Read.from(UnboundedNumbers.withDuplicates(gates, MAIN, Numbers.PER_SPLIT / 2)))
          .apply("Count", ParDo.of(new Trace.Count(trace)))
          .apply("Describe", ParDo.of(new Lines.OfValue()));
    }

    @Override
    long passedAtLimits() {
      return CUT;
    }
  },

  STATE_AND_TIMERS {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return byKey(read(pipeline, gates, trace, MAIN))
          .apply("Windows", Window.into(FixedWindows.of(Duration.millis(200))))
          .apply("Wait", ParDo.of(new KeyedFns.EventTime()));
    }
  },

  TIME_SORTED_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return byKey(read(pipeline, gates, trace, MAIN))
          .apply("Sorted", ParDo.of(new KeyedFns.TimeSorted()));
    }
  },

  STABLE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return read(pipeline, gates, trace, MAIN)
          .apply("Stable", ParDo.of(new Lines.OfStableElement()));
    }
  },

  GROUPS {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollection<KV<Integer, Long>> numbers = byKey(read(pipeline, gates, trace, MAIN));
      PCollection<String> groups =
          numbers
              .apply("Fixed", Window.into(FixedWindows.of(HUNDRED)))
              .apply("Group", GroupByKey.create())
              .apply("DescribeGroups", ParDo.of(new Lines.OfLastPane()));
      PCollection<String> sums =
          numbers
              .apply("Sliding", Window.into(SlidingWindows.of(HUNDRED).every(Duration.millis(50))))
              .apply("Sum", Sum.longsPerKey())
              .apply("DescribeSums", ParDo.of(new Lines.OfCombined()));
      return inGlobalWindow(groups, sums);
    }
  },

  SESSIONS {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return read(pipeline, gates, trace, MAIN)
          .apply(
              "Key",
              WithKeys.<Integer, Long>of(number -> (int) (number / 7 % KEYS))
                  .withKeyType(TypeDescriptors.integers()))
          .apply("Sessions", Window.into(Sessions.withGapDuration(Duration.millis(40))))
          .apply("Group", GroupByKey.create())
          .apply("Describe", ParDo.of(new Lines.OfLastPane()));
    }
  },

  PANES {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollection<KV<Integer, Long>> numbers = byKey(read(pipeline, gates, trace, MAIN));
      PCollection<String> accumulating =
          numbers
              .apply(
                  "Accumulating", early(AfterPane.elementCountAtLeast(2)).accumulatingFiredPanes())
              .apply("GroupAll", GroupByKey.create())
              .apply("DescribeLast", ParDo.of(new Lines.OfLastPane()));
      PCollection<String> discarding =
          numbers
              .apply(
                  "Discarding",
                  early(AfterProcessingTime.pastFirstElementInPane()).discardingFiredPanes())
              .apply("GroupNew", GroupByKey.create())
              .apply("DescribeAll", ParDo.of(new Lines.OfEveryPane()));
      return inGlobalWindow(accumulating, discarding);
    }
  },

  WAITING_FOR_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollectionView<Long> count = countPerWindow(read(pipeline, gates, trace, SIDE));
      return read(pipeline, gates, trace, MAIN)
          .apply("MainWindows", Window.into(FixedWindows.of(HUNDRED)))
          .apply("Describe", ParDo.of(new Lines.OfElementAndView(count)).withSideInputs(count));
    }

    @Override
    Map<String, Long> limits() {
      return Map.of(MAIN, CUT, SIDE, SIDE_CUT);
    }

    @Override
    long passedAtLimits() {
      return Numbers.upTo(CUT + SIDE_CUT);
    }
  },

  CHANGING_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollectionView<Long> last =
          read(pipeline, gates, trace, SIDE)
              .apply(
                  "SidePanes",
                  Window.<Long>into(new GlobalWindows())
                      .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                      .withAllowedLateness(Duration.ZERO)
                      .accumulatingFiredPanes())
              .apply("Last", Max.longsGlobally().asSingletonView());
      return read(pipeline, gates, trace, MAIN)
          .apply("Describe", ParDo.of(new Lines.OfElementThatSeesAny(last)).withSideInputs(last));
    }

    @Override
    long passedAtLimits() {
      return 2 * Numbers.upTo(CUT);
    }
  },

  STATE_WITH_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollectionView<Long> count = countPerWindow(read(pipeline, gates, trace, SIDE));
      return byKey(read(pipeline, gates, trace, MAIN))
          .apply("MainWindows", Window.into(FixedWindows.of(HUNDRED)))
          .apply("Keep", ParDo.of(new KeyedFns.WithSideInput(count)).withSideInputs(count));
    }

    @Override
    Map<String, Long> limits() {
      return Map.of(MAIN, CUT, SIDE, SIDE_CUT);
    }

    @Override
    long passedAtLimits() {
      return Numbers.upTo(CUT + SIDE_CUT);
    }
  },

  BOUNDED_SPLITTABLE {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return describe(SplittableNumbers.bounded(pipeline, gates), trace);
    }
  },

  UNBOUNDED_SPLITTABLE {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return describe(SplittableNumbers.unbounded(pipeline, gates), trace);
    }
  },

  BOUNDED_SPLITTABLE_WITH_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return describe(SplittableNumbers.bounded(pipeline, gates, countOfAll(pipeline)), trace);
    }
  },

  UNBOUNDED_SPLITTABLE_WITH_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      return describe(SplittableNumbers.unbounded(pipeline, gates, countOfAll(pipeline)), trace);
    }
  },

  /** All restrictions wait. */
  SPLITTABLE_WAITING_FOR_SIDE_INPUT {
    @Override
    PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace) {
      PCollectionView<Long> total =
          read(pipeline, gates, trace, SIDE)
              .apply(
                  "AtTheEnd",
                  Window.<Long>into(new GlobalWindows())
                      .triggering(AfterWatermark.pastEndOfWindow())
                      .withAllowedLateness(Duration.ZERO)
                      .discardingFiredPanes())
              .apply("Total", Combine.globally(Count.<Long>combineFn()).asSingletonView());
      return describe(SplittableNumbers.unbounded(pipeline, gates, total), trace);
    }

    @Override
    Map<String, Long> limits() {
      return Map.of(SIDE, CUT);
    }
  };

  static final String MAIN = "main";
  static final String SIDE = "side";

  /** In the middle of a window. */
  static final long CUT = 35;

  /** Windows from its own on are not complete in side inputs. */
  private static final long SIDE_CUT = 15;

  private static final long FIRST_NUMBERS = 20;
  private static final int KEYS = 4;
  private static final Duration HUNDRED = Duration.millis(100);

  /** Applies the pipeline up to its lines. */
  abstract PCollection<String> lines(Pipeline pipeline, Gates gates, Trace trace);

  /** How far sources read before the savepoint. */
  Map<String, Long> limits() {
    return Map.of(MAIN, CUT, SIDE, CUT);
  }

  /** How many elements have been counted when sources have read that far; all that will be. */
  long passedAtLimits() {
    return Numbers.upTo(CUT);
  }

  private static PCollection<Long> read(
      Pipeline pipeline, Gates gates, Trace trace, String source) {
    return pipeline.apply(
        source,
        new PTransform<PBegin, PCollection<Long>>() {
          @Override
          public PCollection<Long> expand(PBegin begin) {
            return begin
                .apply("Read", Read.from(UnboundedNumbers.of(gates, source)))
                .apply("Count", ParDo.of(new Trace.Count(trace)));
          }
        });
  }

  private static PCollection<KV<Integer, Long>> byKey(PCollection<Long> numbers) {
    return numbers.apply(
        "Key",
        WithKeys.<Integer, Long>of(number -> (int) (number % KEYS))
            .withKeyType(TypeDescriptors.integers()));
  }

  private static PCollection<String> describe(PCollection<Long> numbers, Trace trace) {
    return numbers
        .apply("Count", ParDo.of(new Trace.Count(trace)))
        .apply("Describe", ParDo.of(new Lines.OfElement()));
  }

  private static PCollectionView<Long> countPerWindow(PCollection<Long> side) {
    return side.apply("SideWindows", Window.into(FixedWindows.of(HUNDRED)))
        .apply(
            "CountPerWindow",
            Combine.globally(Count.<Long>combineFn()).withoutDefaults().asSingletonView());
  }

  /** Of a bounded source, so it is there soon. */
  private static PCollectionView<Long> countOfAll(Pipeline pipeline) {
    return pipeline
        .apply("Side", Impulse.create())
        .apply("SideNumbers", ParDo.of(new FirstNumbers()))
        .apply("CountOfAll", Combine.globally(Count.<Long>combineFn()).asSingletonView());
  }

  private static Window<KV<Integer, Long>> early(Trigger.OnceTrigger trigger) {
    return Window.<KV<Integer, Long>>into(FixedWindows.of(HUNDRED))
        .triggering(AfterWatermark.pastEndOfWindow().withEarlyFirings(trigger))
        .withAllowedLateness(Duration.ZERO);
  }

  private static PCollection<String> inGlobalWindow(
      PCollection<String> one, PCollection<String> other) {
    return PCollectionList.of(global("One", one))
        .and(global("Other", other))
        .apply("Both", Flatten.pCollections());
  }

  private static PCollection<String> global(String name, PCollection<String> lines) {
    return lines.apply(
        name,
        Window.<String>into(new GlobalWindows())
            .triggering(DefaultTrigger.of())
            .withAllowedLateness(Duration.ZERO)
            .discardingFiredPanes());
  }

  private static final class FirstNumbers extends DoFn<byte[], Long> {
    @ProcessElement
    public void process(OutputReceiver<Long> output) {
      for (long number = 0; number < FIRST_NUMBERS; number++) {
        output.output(number);
      }
    }
  }
}
