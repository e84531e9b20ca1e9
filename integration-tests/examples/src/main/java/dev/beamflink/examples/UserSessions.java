package dev.beamflink.examples;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Counts the clicks of each user's session, from an endless stream of clicks. A session ends when
 * its user has not clicked for ten seconds; its line is written then.
 */
public final class UserSessions {

  private static final Duration GAP = Duration.standardSeconds(10);
  private static final int USERS = 10;
  private static final int CLICKS_PER_VISIT = 50;

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
            "Clicks",
            MapElements.into(
                    TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.strings()))
                .via(UserSessions::click))
        .apply("Sessions", new CountClicks())
        .apply("Write", new WriteMinutes(options.getOutput()));
    return pipeline;
  }

  /** User and page: users come one after another, click fifty times, and leave for a while. */
  static KV<String, String> click(long number) {
    long visit = number / CLICKS_PER_VISIT;
    return KV.of("user-" + visit % USERS, "page-" + number % CLICKS_PER_VISIT);
  }

  /** Clicks as (user, page) to a line for each session. */
  static final class CountClicks
      extends PTransform<PCollection<KV<String, String>>, PCollection<String>> {

    @Override
    public PCollection<String> expand(PCollection<KV<String, String>> clicks) {
      return clicks
          .apply(Window.into(Sessions.withGapDuration(GAP)))
          .apply(Count.perKey())
          .apply(ParDo.of(new FormatSession()));
    }
  }

  private static final class FormatSession extends DoFn<KV<String, Long>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, Long> clicks, IntervalWindow session, OutputReceiver<String> out) {
      out.output(
          "%s: %d clicks, over at %s".formatted(clicks.getKey(), clicks.getValue(), session.end()));
    }
  }

  private UserSessions() {}
}
