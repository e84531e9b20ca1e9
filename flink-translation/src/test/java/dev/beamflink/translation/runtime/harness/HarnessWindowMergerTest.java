package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.window.WindowMerger;
import dev.beamflink.translation.runtime.window.WindowMerger.Merge;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HarnessWindowMergerTest {

  private static final BoundedWindow ONE = window(1, 5);
  private static final BoundedWindow OTHER = window(3, 7);
  private static final BoundedWindow BOTH = window(1, 7);

  private AskedHarness harness;
  private WindowMerger merger;
  private MergeTransform transform;

  @BeforeEach
  void start() throws Exception {
    harness = new AskedHarness();
    RunnerApi.WindowingStrategy.Builder windowing =
        RunnerApi.WindowingStrategy.newBuilder()
            .setWindowCoderId("interval")
            .setEnvironmentId(harness.environmentId());
    windowing.getWindowFnBuilder().setUrn("acme:windows:v1");
    transform = new MergeTransform(windowing.build(), harness.components());
    merger = new HarnessWindowMerger(transform, "Sessions/Group", harness.lease());
  }

  @AfterEach
  void stop() throws Exception {
    merger.close();
    harness.close();
  }

  @Test
  void windowsAreMergedAsTheSdkSays() throws Exception {
    harness.answer(
        transform.answerCoder(), KV.of(List.of(), List.of(KV.of(BOTH, List.of(ONE, OTHER)))));
    assertEquals(List.of(new Merge(List.of(ONE, OTHER), BOTH)), merger.merge(List.of(ONE, OTHER)));
  }

  @Test
  void answerThatCannotBeReadIsTheReason() throws Exception {
    harness.answerWith(StringUtf8Coder.of(), "no windows");
    HarnessFailedException failure =
        assertThrows(HarnessFailedException.class, () -> merger.merge(List.of(ONE, OTHER)));
    String message = String.valueOf(failure.getMessage());
    assertTrue(
        message.contains("'Sessions/Group'") && message.contains("'acme:windows:v1'"), message);
    assertTrue(message.contains("EOF"), message);
  }

  private static BoundedWindow window(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }
}
