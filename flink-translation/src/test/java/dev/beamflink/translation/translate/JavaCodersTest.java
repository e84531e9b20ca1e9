package dev.beamflink.translation.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JavaCodersTest {

  private static final Coder<?> OF_JAVA = SerializableCoder.of(Integer.class);

  private SdkComponents components;

  @BeforeEach
  void start() {
    components = SdkComponents.create();
  }

  @Test
  void whatJavaKnowsIsDecoded() throws Exception {
    KvCoder<?, ?> pairs = KvCoder.of(StringUtf8Coder.of(), OF_JAVA);
    String id = components.registerCoder(pairs);
    assertEquals(pairs, new JavaCoders(components.toComponents()).coder(id));
  }

  @Test
  void whatAnotherSdkKnowsIsBytesWithTheirLength() throws Exception {
    RunnerApi.Components mixed = withForeignValue(KvCoder.of(StringUtf8Coder.of(), OF_JAVA));
    assertEquals(
        KvCoder.of(StringUtf8Coder.of(), LengthPrefixCoder.of(ByteArrayCoder.of())),
        new JavaCoders(mixed).coder("mixed"));
  }

  @Test
  void needsJavaIfAnyPartDoes() throws Exception {
    String ofJava = components.registerCoder(KvCoder.of(StringUtf8Coder.of(), OF_JAVA));
    String ofModel =
        components.registerCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()));
    JavaCoders coders = new JavaCoders(components.toComponents());
    assertTrue(coders.needsJava(ofJava));
    assertFalse(coders.needsJava(ofModel));
  }

  @Test
  void anotherSdksCoderNeedsNoJava() throws Exception {
    RunnerApi.Components mixed = withForeignValue(KvCoder.of(StringUtf8Coder.of(), OF_JAVA));
    assertFalse(new JavaCoders(mixed).needsJava("mixed"));
  }

  /** The coder's components with its value's coder replaced, under the id {@code mixed}. */
  private RunnerApi.Components withForeignValue(KvCoder<?, ?> pairs) throws Exception {
    String id = components.registerCoder(pairs);
    RunnerApi.Components.Builder mixed = components.toComponents().toBuilder();
    RunnerApi.Coder.Builder foreign = RunnerApi.Coder.newBuilder();
    foreign.getSpecBuilder().setUrn("beam:coder:pickled_python:v1");
    mixed.putCoders("foreign", foreign.build());
    return mixed
        .putCoders(
            "mixed",
            mixed.getCodersOrThrow(id).toBuilder().setComponentCoderIds(1, "foreign").build())
        .build();
  }
}
