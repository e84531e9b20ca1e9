package dev.beamflink.examples;

import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The numbers 0, 1, 2, ... as a stream at a steady rate, one in {@link #PERIOD} of event time. So
 * what must come out is known, however fast they are read.
 */
final class NumberedEvents extends PTransform<PBegin, PCollection<Long>> {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PERIOD = Duration.millis(100);

  private final long events;
  private final long rate;

  NumberedEvents(EventOptions options) {
    this.events = options.getEvents();
    this.rate = options.getRate();
  }

  @Override
  public PCollection<Long> expand(PBegin begin) {
    GenerateSequence numbers =
        GenerateSequence.from(0)
            .withRate(rate, Duration.standardSeconds(1))
            .withTimestampFn(NumberedEvents::timestamp);
    return begin.apply(events < 0 ? numbers : numbers.to(events));
  }

  /** When an event happened. */
  static Instant timestamp(long number) {
    return START.plus(PERIOD.multipliedBy(number));
  }
}
