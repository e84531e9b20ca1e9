package dev.beamflink.examples;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Takes out what arrives twice, from an endless stream of orders. State per order id remembers what
 * has been seen, a timer forgets it a minute later.
 */
public final class StatefulDeduplication {

  public static void main(String[] arguments) {
    EventOptions options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(EventOptions.class);
    pipeline(options).run().waitUntilFinish();
  }

  static Pipeline pipeline(EventOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Events", new NumberedEvents(options))
        .apply(
            "Orders",
            MapElements.into(
                    TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.longs()))
                .via(StatefulDeduplication::order))
        .apply("Deduplicate", ParDo.of(new Deduplicate()))
        .apply(
            "Format",
            MapElements.into(TypeDescriptors.strings())
                .via(order -> order.getKey() + ": " + order.getValue()))
        .apply("Write", new WriteMinutes(options.getOutput()));
    return pipeline;
  }

  /** Id and amount: every third is the one before it once more. */
  static KV<String, Long> order(long number) {
    long original = number % 3 == 2 ? number - 1 : number;
    return KV.of("order-" + original, 100 + original);
  }

  /** Lets the first order of each id pass. */
  static final class Deduplicate extends DoFn<KV<String, Long>, KV<String, Long>> {
    private static final String SEEN = "seen";
    private static final String FORGET = "forget";
    private static final Duration MEMORY = Duration.standardMinutes(1);

    @StateId(SEEN)
    private final StateSpec<ValueState<Boolean>> seenSpec = StateSpecs.value();

    @TimerId(FORGET)
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> order,
        @Timestamp Instant when,
        @StateId(SEEN) ValueState<Boolean> seen,
        @TimerId(FORGET) Timer forget,
        OutputReceiver<KV<String, Long>> out) {
      if (seen.read() == null) {
        seen.write(true);
        forget.set(when.plus(MEMORY));
        out.output(order);
      }
    }

    @OnTimer(FORGET)
    public void forget(@StateId(SEEN) ValueState<Boolean> seen) {
      seen.clear();
    }
  }

  private StatefulDeduplication() {}
}
