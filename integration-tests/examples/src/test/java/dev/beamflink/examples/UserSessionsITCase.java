package dev.beamflink.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserSessionsITCase {

  @TempDir Path output;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionEndsTenSecondsAfterItsLastClick(boolean streaming) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=TestFlinkRunner", "--streaming=" + streaming)
                .create());
    PCollection<String> sessions =
        pipeline
            .apply(
                Create.timestamped(
                        click("ann", 0),
                        click("ann", 9_999),
                        click("ben", 5_000),
                        click("ann", 19_999),
                        click("ann", 17_000))
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of())))
            .apply(new UserSessions.CountClicks());
    PAssert.that(sessions)
        .containsInAnyOrder(
            "ann: 4 clicks, over at 1970-01-01T00:00:29.999Z",
            "ben: 1 clicks, over at 1970-01-01T00:00:15.000Z");
    pipeline.run();
  }

  private static TimestampedValue<KV<String, String>> click(String user, long millis) {
    return TimestampedValue.of(KV.of(user, "page"), Instant.ofEpochMilli(millis));
  }

  @Test
  void everyVisitOfEveryUserIsASession() throws Exception {
    UserSessions.main(
        new String[] {
          "--runner=TestFlinkRunner",
          "--parallelism=2",
          "--streaming=true",
          "--events=1000",
          "--rate=100000",
          "--output=" + output.resolve("sessions")
        });

    List<String> sessions = OutputLines.all(output);
    assertEquals(20, sessions.size());
    assertEquals(
        List.of("user-0: 50 clicks, over at 2026-01-01T00:00:14.900Z"), sessions.subList(0, 1));
    assertEquals(2, OutputLines.byFile(output).size());
  }
}
