package dev.beamflink.cluster.job.fault;

import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** {@link Content}, read from its source, with a point where user code fails behind it. */
public final class Numbers extends PTransform<PBegin, PCollection<Long>> {
  private final String sourceName;
  private final Schedule schedule;
  private final boolean withLate;

  /** Returns the offset of a number in its split. */
  public static long offset(long number) {
    return Content.offset(number);
  }

  private Numbers(String sourceName, Schedule schedule, boolean withLate) {
    this.sourceName = sourceName;
    this.schedule = schedule;
    this.withLate = withLate;
  }

  /** Reads numbers of which none is late. */
  public static PCollection<Long> inTime(Pipeline pipeline, Schedule schedule) {
    return inTime("Numbers", pipeline, schedule);
  }

  /** As {@link #inTime(Pipeline, Schedule)} for pipelines that read twice. */
  public static PCollection<Long> inTime(String name, Pipeline pipeline, Schedule schedule) {
    return pipeline.apply(name, new Numbers(name, schedule, false));
  }

  /** Reads numbers of which some are late by {@link Content#LATENESS}. */
  public static PCollection<Long> withLate(Pipeline pipeline, Schedule schedule) {
    return pipeline.apply("Numbers", new Numbers("Numbers", schedule, true));
  }

  /** Has a splittable DoFn read the numbers, none of them late. */
  public static PCollection<Long> ofSplittable(Pipeline pipeline, Schedule schedule) {
    return pipeline
        .apply("Splits", Create.of(IntStream.range(0, Content.SPLITS).boxed().toList()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Numbers", ParDo.of(new SplitRanges(schedule)))
        .setCoder(VarLongCoder.of())
        .apply("Fail", ParDo.of(new FaultPoint<>(schedule)));
  }

  /** Has a bounded splittable DoFn read the numbers, whose subtasks share its restrictions. */
  public static PCollection<Long> ofShared(Pipeline pipeline, Schedule schedule) {
    return pipeline
        .apply("Impulse", Impulse.create())
        .apply("Numbers", ParDo.of(new SharedRange(schedule)))
        .setCoder(VarLongCoder.of())
        .apply("Fail", ParDo.of(new FaultPoint<>(schedule)));
  }

  @Override
  public PCollection<Long> expand(PBegin begin) {
    return begin
        .apply("Read", Read.from(new NumberedSource(sourceName, schedule, withLate)))
        .apply("Fail", ParDo.of(new FaultPoint<>(schedule)));
  }
}
