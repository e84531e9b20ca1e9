package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TestStreams of pipelines whose user code runs in an SDK harness. */
class TestStreamHarnessITCase {

  private static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

  @TempDir private Path directory;
  private PortablePipelines pipelines;
  private Pipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    SEEN.clear();
    pipelines = new PortablePipelines(directory);
    pipeline = Pipeline.create(pipelines.options(true));
  }

  @AfterEach
  void stop() throws Exception {
    pipelines.close();
  }

  /** The SDK writes them without their length, as they are all there is. */
  @Test
  void textsReachTheHarness() throws Exception {
    play(StringUtf8Coder.of(), "a", "", "\1b");
    assertEquals(List.of("", "\1b", "a"), SEEN.stream().sorted().toList());
  }

  @Test
  void elementsOfACoderThatOnlyTheSdkKnows() throws Exception {
    play(new SignedCoder(), "a", "b");
    assertEquals(List.of("a", "b"), SEEN.stream().sorted().toList());
  }

  private void play(Coder<String> coder, String first, String... more) throws Exception {
    pipeline
        .apply(TestStream.create(coder).addElements(first, more).advanceWatermarkToInfinity())
        .apply(ParDo.of(new SeeFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
  }

  /** As the Go SDK sends it. */
  @Test
  void serviceAtNoAddressIsNone() throws Exception {
    pipeline
        .apply(
            "Stream",
            TestStream.create(StringUtf8Coder.of()).addElements("a").advanceWatermarkToInfinity())
        .apply(ParDo.of(new SeeFn()));
    RunnerApi.Pipeline.Builder proto = PortablePipelines.proto(pipeline).toBuilder();
    PTransform.Builder stream = proto.getComponents().getTransformsOrThrow("Stream").toBuilder();
    TestStreamPayload.Builder payload =
        TestStreamPayload.parseFrom(stream.getSpec().getPayload()).toBuilder();
    payload.getEndpointBuilder().setUrl("");
    stream.getSpecBuilder().setPayload(payload.build().toByteString());
    proto.getComponentsBuilder().putTransforms("Stream", stream.build());
    TestJobClient client = pipelines.client();
    List<JobState.Enum> states = client.states(client.run(proto.build(), pipeline.getOptions()));
    assertEquals(JobState.Enum.DONE, states.get(states.size() - 1));
    assertEquals(List.of("a"), List.copyOf(SEEN));
  }

  /** The runner itself reads the keys. */
  @Test
  void pairsAreGroupedByWindow() throws Exception {
    pipeline
        .apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), new SignedCoder()))
                .addElements(
                    TimestampedValue.of(KV.of("a", "1"), new Instant(1)),
                    TimestampedValue.of(KV.of("a", "2"), new Instant(2)))
                .advanceWatermarkTo(new Instant(10))
                .addElements(
                    TimestampedValue.of(KV.of("a", "late"), new Instant(3)),
                    TimestampedValue.of(KV.of("a", "3"), new Instant(13)))
                .advanceWatermarkToInfinity())
        .apply(Window.into(FixedWindows.of(Duration.millis(10))))
        .apply(GroupByKey.create())
        .apply(ParDo.of(new SeeGroupFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("a [1, 2]", "a [3]"), SEEN.stream().sorted().toList());
  }

  @Test
  void clockOfTheStreamFiresTimers() throws Exception {
    pipeline
        .apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
                .addElements(KV.of("a", 1))
                .advanceProcessingTime(Duration.standardSeconds(11))
                .addElements(KV.of("b", 1))
                .advanceProcessingTime(Duration.standardSeconds(5))
                .addElements(KV.of("c", 1))
                .advanceProcessingTime(Duration.standardSeconds(6))
                .addElements(KV.of("d", 1))
                .advanceWatermarkToInfinity())
        .apply(ParDo.of(new TickFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(
        List.of("a set", "a tick", "b set", "c set", "b tick", "d set"),
        SEEN.stream().limit(6).toList(),
        "while the clock moves by itself");
    assertEquals(
        List.of("c tick", "d tick"), SEEN.stream().skip(6).sorted().toList(), "at the end");
  }

  /** The SDK sets them when its bundle ends; no watermark comes any more that would fire them. */
  @Test
  void timersForATimeThatHasPassedFireInTheirStep() throws Exception {
    pipeline
        .apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
                .advanceWatermarkTo(new Instant(10))
                .addElements(TimestampedValue.of(KV.of("a", 1), new Instant(3)))
                .addElements(TimestampedValue.of(KV.of("b", 1), new Instant(3)))
                .advanceWatermarkToInfinity())
        .apply(ParDo.of(new LateTimerFn()));
    assertEquals(JobState.Enum.DONE, pipelines.run(pipeline));
    assertEquals(List.of("a set", "a late", "b set", "b late"), List.copyOf(SEEN));
  }

  private static final class SeeFn extends DoFn<String, Void> {
    @ProcessElement
    public void process(@Element String element) {
      SEEN.add(element);
    }
  }

  private static final class SeeGroupFn extends DoFn<KV<String, Iterable<String>>, Void> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> group) {
      SEEN.add(group.getKey() + " " + group.getValue());
    }
  }

  private static final class TickFn extends DoFn<KV<String, Integer>, Void> {
    @TimerId("tick")
    private final TimerSpec tick = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("tick") Timer timer) {
      SEEN.add(element.getKey() + " set");
      timer.offset(Duration.standardSeconds(10)).setRelative();
    }

    @OnTimer("tick")
    public void tick(@Key String key) {
      SEEN.add(key + " tick");
    }
  }

  private static final class LateTimerFn extends DoFn<KV<String, Integer>, Void> {
    @TimerId("late")
    private final TimerSpec late = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(@Element KV<String, Integer> element, @TimerId("late") Timer timer) {
      SEEN.add(element.getKey() + " set");
      timer.set(new Instant(5));
    }

    @OnTimer("late")
    public void late(@Key String key) {
      SEEN.add(key + " late");
    }
  }

  /** A coder that only the SDK knows. */
  private static final class SignedCoder extends CustomCoder<String> {
    private static final StringUtf8Coder FORMAT = StringUtf8Coder.of();

    @Override
    public void encode(String value, OutputStream out) throws IOException {
      FORMAT.encode("signed " + value, out);
    }

    @Override
    public String decode(InputStream in) throws IOException {
      return FORMAT.decode(in).substring("signed ".length());
    }
  }
}
