package dev.beamflink.translation.runtime.harness.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampleDataResponse.ElementList;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampledElement;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HarnessSamplesTest {

  private static final Coder<KV<String, Long>> COUNTS =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Harness harness = new Harness();
  private final List<String> logged = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void samplesAreLoggedByNameAndAsTheyRead() throws IOException {
    HarnessSamples samples = samples();
    samples.ask();
    harness.answer(sample("words", encode(KV.of("be", 7L))), sample("things", bytes("\5a'\377")));
    assertEquals(
        List.of(
            "Sample of PCollection 'Pickled.out', put out by 'another stage', coder 'pickled':"
                + " b'\\x05a\\'\\xff'",
            "Sample of PCollection 'Words.out', put out by 'Count/Words', coder 'kv': (be, 7)"),
        logged);
  }

  /** It may be that a sample is none: what a coder can't read is shown as it is. */
  @Test
  void whatItsCoderCannotReadIsShownAsBytes() throws IOException {
    HarnessSamples samples = samples();
    samples.ask();
    harness.answer(
        sample("words", bytes("\177")), sample("words", bytes("\1a\7 and something else")));
    assertTrue(logged.get(0).endsWith("b'\\x7f'"), logged::toString);
    assertTrue(logged.get(1).endsWith("b'\\x01a\\x07 and something else'"), logged::toString);
  }

  @Test
  void longElementsAreCut() throws IOException {
    HarnessSamples samples = samples();
    samples.ask();
    harness.answer(
        sample("words", encode(KV.of("x".repeat(5_000), 1L))),
        sample("things", bytes("x".repeat(5_000))));
    for (String line : logged) {
      assertTrue(line.length() < 1_200 && line.endsWith("xxx..."), line);
    }
  }

  @Test
  void failedElementIsThatOfItsBundle() throws Exception {
    HarnessSamples samples = samples();
    CompletableFuture<Optional<String>> asked =
        CompletableFuture.supplyAsync(() -> samples.failedElement("7"), threads);
    harness.answer(
        failure("words", encode(KV.of("be", 7L)), "6"),
        failure("words", encode(KV.of("not", 8L)), "7"),
        sample("words", encode(KV.of("to", 9L))));
    assertEquals(
        Optional.of("The element was (not, 8), of PCollection 'Words.out', in 'Count/Words'"),
        asked.get());
  }

  /** A harness tells of each failure once; it may have done so to somebody else. */
  @Test
  void failureThatCameWithEarlierSamplesIsRemembered() throws Exception {
    HarnessSamples samples = samples();
    samples.ask();
    CompletableFuture<Optional<String>> asked =
        CompletableFuture.supplyAsync(() -> samples.failedElement("7"), threads);
    CompletableFuture<InstructionResponse> first = harness.next();
    harness.answer();
    first.complete(response(failure("words", encode(KV.of("not", 8L)), "7")));
    assertTrue(asked.get().orElseThrow().contains("(not, 8)"));
    assertEquals(Optional.empty(), nextFailure(samples));
  }

  private Optional<String> nextFailure(HarnessSamples samples) throws Exception {
    CompletableFuture<Optional<String>> asked =
        CompletableFuture.supplyAsync(() -> samples.failedElement("7"), threads);
    harness.answer();
    return asked.get();
  }

  @Test
  void harnessThatDoesNotAnswerHoldsNothingUp() throws Exception {
    HarnessSamples samples = samples(Duration.ofMillis(1));
    samples.ask();
    samples.ask();
    assertEquals(Optional.empty(), samples.failedElement("7"));
    samples.end();
    assertEquals(3, harness.requests.size(), "asked once, for the failure, and at the end");
  }

  @Test
  void harnessThatIsGoneFailsNothing() throws IOException {
    HarnessSamples samples = samples();
    harness.gone = true;
    samples.ask();
    samples.ask();
    assertEquals(Optional.empty(), samples.failedElement("7"));
    samples.end();
  }

  @Test
  void failureToAnswerFailsNothing() throws Exception {
    HarnessSamples samples = samples();
    samples.ask();
    harness.next().completeExceptionally(new IllegalStateException("no samples today"));
    CompletableFuture<Optional<String>> asked =
        CompletableFuture.supplyAsync(() -> samples.failedElement("7"), threads);
    harness.answer(failure("words", encode(KV.of("not", 8L)), "7"));
    assertTrue(asked.get().isPresent());
  }

  @Test
  void isAskedAgainAndAgainUntilTheEnd() throws Exception {
    HarnessSamples samples = new HarnessSamples("The harness", harness, threads, LONG, logged::add);
    samples.askEvery(Duration.ofMillis(1));
    harness.answer();
    harness.answer();
    harness.answer();
    samples.stop();
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
  }

  private HarnessSamples samples() throws IOException {
    return samples(LONG);
  }

  private HarnessSamples samples(Duration patience) throws IOException {
    HarnessSamples samples =
        new HarnessSamples("The harness", harness, Runnable::run, patience, logged::add);
    samples.add(stage());
    return samples;
  }

  private static ProcessBundleDescriptor stage() throws IOException {
    SdkComponents components = SdkComponents.create();
    String coder = components.registerCoder(COUNTS);
    ProcessBundleDescriptor.Builder stage =
        ProcessBundleDescriptor.newBuilder()
            .putAllCoders(components.toComponents().getCodersMap())
            .putCoders("kv", components.toComponents().getCodersOrThrow(coder));
    stage.putCoders(
        "pickled",
        RunnerApi.Coder.newBuilder()
            .setSpec(FunctionSpec.newBuilder().setUrn("beam:coder:pickled_python:v1"))
            .build());
    return stage
        .putPcollections("words", collection("Words.out", "kv"))
        .putPcollections("things", collection("Pickled.out", "pickled"))
        .putTransforms(
            "count",
            PTransform.newBuilder().setUniqueName("Count/Words").putOutputs("out", "words").build())
        .build();
  }

  private static PCollection collection(String name, String coder) {
    return PCollection.newBuilder().setUniqueName(name).setCoderId(coder).build();
  }

  private record Sample(String collection, SampledElement element) {}

  private static Sample sample(String collection, ByteString element) {
    return new Sample(collection, SampledElement.newBuilder().setElement(element).build());
  }

  private static Sample failure(String collection, ByteString element, String bundle) {
    SampledElement.Builder sample = SampledElement.newBuilder().setElement(element);
    sample.getExceptionBuilder().setInstructionId(bundle).setTransformId("count").setError("no");
    return new Sample(collection, sample.build());
  }

  private static ByteString encode(KV<String, Long> count) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    COUNTS.encode(count, out);
    return out.toByteString();
  }

  private static ByteString bytes(String latin) {
    return ByteString.copyFrom(latin, StandardCharsets.ISO_8859_1);
  }

  private static InstructionResponse response(Sample... samples) {
    InstructionResponse.Builder response = InstructionResponse.newBuilder();
    for (Sample sample : samples) {
      ElementList before =
          response
              .getSampleData()
              .getElementSamplesOrDefault(sample.collection(), ElementList.getDefaultInstance());
      response
          .getSampleDataBuilder()
          .putElementSamples(
              sample.collection(), before.toBuilder().addElements(sample.element()).build());
    }
    return response.build();
  }

  private static final class Harness implements InstructionRequestHandler {
    private final List<InstructionRequest> requests = new ArrayList<>();
    private final BlockingQueue<CompletableFuture<InstructionResponse>> answers =
        new LinkedBlockingQueue<>();
    private boolean gone;

    /** What the next request waits for. */
    CompletableFuture<InstructionResponse> next() throws InterruptedException {
      return answers.take();
    }

    void answer(Sample... samples) {
      try {
        assertTrue(next().complete(response(samples)));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public CompletionStage<InstructionResponse> handle(InstructionRequest request) {
      if (gone) {
        throw new IllegalStateException("call already closed");
      }
      assertTrue(request.hasSampleData());
      requests.add(request);
      CompletableFuture<InstructionResponse> answer = new CompletableFuture<>();
      answers.add(answer);
      return answer;
    }

    @Override
    public void registerProcessBundleDescriptor(ProcessBundleDescriptor descriptor) {}

    @Override
    public void close() {}
  }
}
