package dev.beamflink.model.foreign;

import dev.beamflink.model.payload.TestStream;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Makes the elements of TestStreams bytes with their length, which are the same to every SDK and to
 * the runner; an SDK decodes them.
 *
 * <pre>
 *   TestStream ─▶ c (coder C)   =&gt;   TestStream ─▶ c' (coder length_prefix&lt;C&gt;) ─▶ Transcode ─▶ c
 * </pre>
 *
 * <p>As they come, only their SDK can read them: the coder may be one of its own, and how a known
 * one writes an element that has nothing behind it differs: Java and Python write a text without
 * its length, Go with it. A length prefix ahead of either is what the SDK itself reads as {@code
 * length_prefix}.
 */
final class TestStreamElements {

  private static final LengthPrefixCoder<byte[]> WITH_LENGTH =
      LengthPrefixCoder.of(ByteArrayCoder.of());

  private static final String GO = "beam:version:sdk_base:go:";

  private final RunnerApi.Pipeline.Builder pipeline;
  private final Components before;
  private final Set<String> inProcess;

  private TestStreamElements(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    this.inProcess = inProcess;
    this.pipeline = pipeline.toBuilder();
    this.before = pipeline.getComponents();
  }

  /**
   * @param inProcess ids of the environments whose coders the runner has: their elements stay
   */
  static RunnerApi.Pipeline prefixed(RunnerApi.Pipeline pipeline, Set<String> inProcess) {
    TestStreamElements elements = new TestStreamElements(pipeline, inProcess);
    new TreeMap<>(pipeline.getComponents().getTransformsMap())
        .forEach(
            (id, transform) -> {
              if (transform.getSpec().getUrn().equals(TestStream.URN)) {
                elements.prefix(id, transform);
              }
            });
    return elements.pipeline.build();
  }

  private void prefix(String id, PTransform transform) {
    TestStreamPayload payload;
    try {
      payload = TestStreamPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      return; // refused when the transform is parsed
    }
    String coder = elementCoder(transform, payload);
    if (!before.containsCoders(coder)) {
      return; // as above
    }
    if (!inProcess.isEmpty() && environment(transform).isEmpty()) {
      return;
    }
    boolean hasPrefix = urn(coder).equals(ModelCoders.LENGTH_PREFIX_CODER_URN);
    String prefixed = hasPrefix ? coder : withLength(coder);
    PTransform.Builder stream = transform.toBuilder();
    stream
        .getSpecBuilder()
        .setPayload(
            (hasPrefix ? payload : withLength(payload))
                .toBuilder().setCoderId(prefixed).build().toByteString());
    new TreeSet<>(transform.getOutputsMap().keySet())
        .forEach(localName -> stream.putOutputs(localName, source(transform, localName, prefixed)));
    pipeline.getComponentsBuilder().putTransforms(id, stream.build());
  }

  /** The Go SDK names its first coder, whatever the elements are written with. */
  private String elementCoder(PTransform transform, TestStreamPayload payload) {
    Environment environment =
        before.getEnvironmentsOrDefault(
            transform.getEnvironmentId(), Environment.getDefaultInstance());
    boolean go = environment.getCapabilitiesList().stream().anyMatch(urn -> urn.startsWith(GO));
    return go && transform.getOutputsCount() == 1
        ? coderOf(transform.getOutputsMap().values().iterator().next())
        : payload.getCoderId();
  }

  private String coderOf(String collection) {
    return before.getPcollectionsOrThrow(collection).getCoderId();
  }

  private String urn(String coder) {
    return before.getCodersOrThrow(coder).getSpec().getUrn();
  }

  /** Adds the coder; answers its id. */
  private String withLength(String coder) {
    String id = coder + "/with-length";
    RunnerApi.Coder.Builder prefixed = RunnerApi.Coder.newBuilder().addComponentCoderIds(coder);
    prefixed.getSpecBuilder().setUrn(ModelCoders.LENGTH_PREFIX_CODER_URN);
    pipeline.getComponentsBuilder().putCoders(id, prefixed.build());
    return id;
  }

  private static TestStreamPayload withLength(TestStreamPayload payload) {
    TestStreamPayload.Builder prefixed = payload.toBuilder();
    prefixed
        .getEventsBuilderList()
        .forEach(
            event -> {
              if (event.hasElementEvent()) {
                event
                    .getElementEventBuilder()
                    .getElementsBuilderList()
                    .forEach(
                        element ->
                            element.setEncodedElement(withLength(element.getEncodedElement())));
              }
            });
    return prefixed.build();
  }

  private static ByteString withLength(ByteString element) {
    try {
      return ByteString.copyFrom(CoderUtils.encodeToByteArray(WITH_LENGTH, element.toByteArray()));
    } catch (CoderException e) {
      throw new IllegalStateException("Bytes can't be encoded: a bug of the runner", e);
    }
  }

  /** The PCollection for the stream to put out in place of another one, and what follows it. */
  private String source(PTransform stream, String localName, String coder) {
    String output = stream.getOutputsOrThrow(localName);
    if (Transcoders.sameCoder(pipeline.getComponents(), coder, coderOf(output))) {
      return output;
    }
    String name =
        stream.getUniqueName()
            + (stream.getOutputsCount() == 1 ? "/Decode" : "/Decode " + localName);
    PCollection source = before.getPcollectionsOrThrow(output);
    pipeline
        .getComponentsBuilder()
        .putPcollections(name, source.toBuilder().setUniqueName(name).setCoderId(coder).build());
    Transcoders.add(pipeline, name, name, output, environment(stream));
    return name;
  }

  /** Of an SDK that decodes the elements; empty if none has to. */
  private String environment(PTransform stream) {
    String own = stream.getEnvironmentId();
    if (!own.isEmpty()) {
      return inProcess.contains(own) ? "" : own;
    }
    return before.getTransformsMap().values().stream()
        .map(PTransform::getEnvironmentId)
        .filter(id -> !id.isEmpty() && !inProcess.contains(id))
        .sorted()
        .findFirst()
        .orElse("");
  }
}
