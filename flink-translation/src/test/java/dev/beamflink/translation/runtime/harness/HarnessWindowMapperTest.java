package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.window.WindowMapper;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HarnessWindowMapperTest {

  private static final BoundedWindow MAIN = window(3, 7);
  private static final BoundedWindow SIDE = window(0, 10);
  private static final FunctionSpec MAPPING =
      FunctionSpec.newBuilder().setUrn("acme:mapping:v1").build();

  private AskedHarness harness;
  private WindowMapper mapper;
  private MapTransform transform;

  @BeforeEach
  void start() throws Exception {
    harness = new AskedHarness();
    transform =
        new MapTransform(
            MAPPING, "interval", "interval", harness.environmentId(), harness.components());
    mapper = new HarnessWindowMapper(transform, "Side input 'rates'", harness.lease());
  }

  @AfterEach
  void stop() throws Exception {
    mapper.close();
    harness.close();
  }

  @Test
  void windowIsMappedAsTheSdkSays() throws Exception {
    harness.answer(transform.answerCoder(), SIDE);
    assertEquals(SIDE, mapper.map(MAIN));
    harness.answer(transform.answerCoder(), MAIN);
    assertEquals(MAIN, mapper.map(MAIN));
  }

  @Test
  void answerThatCannotBeReadIsTheReason() throws Exception {
    harness.answerWith(StringUtf8Coder.of(), "no window");
    assertFails("EOF");
  }

  @Test
  void sdkThatAnswersNothingFails() {
    assertFails("it has answered 0 windows for one");
  }

  private void assertFails(String why) {
    HarnessFailedException failure =
        assertThrows(HarnessFailedException.class, () -> mapper.map(MAIN));
    String message = String.valueOf(failure.getMessage());
    assertTrue(
        message.startsWith("Side input 'rates'") && message.contains("'acme:mapping:v1'"), message);
    assertTrue(message.contains(why), message);
  }

  @Test
  void sdkIsToldTheFunctionThatMaps() throws Exception {
    ProcessBundleDescriptor told =
        AskedDescriptor.of(
            transform,
            "id",
            ApiServiceDescriptor.getDefaultInstance(),
            ApiServiceDescriptor.getDefaultInstance());
    FunctionSpec asked = told.getTransformsOrThrow("asked").getSpec();
    assertEquals("beam:transform:map_windows:v1", asked.getUrn());
    assertEquals(MAPPING, FunctionSpec.parseFrom(asked.getPayload()));
  }

  private static BoundedWindow window(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }
}
