package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardPTransforms;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.values.KV;

/**
 * The transform {@code beam:transform:merge_windows:v1}: from the windows of a key to those that
 * stay, and those that become one: {@code KV(others, [KV(merged, from), ...])}.
 *
 * @param windowing whose function merges
 * @param components the coder of its windows, and the environment of the function
 */
record MergeTransform(RunnerApi.WindowingStrategy windowing, Components components)
    implements AskedTransform<
        Iterable<BoundedWindow>,
        KV<Iterable<BoundedWindow>, Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>>> {

  private static final String URN = BeamUrns.getUrn(StandardPTransforms.Primitives.MERGE_WINDOWS);

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.newBuilder()
        .setUrn(URN)
        .setPayload(windowing.getWindowFn().toByteString())
        .build();
  }

  @Override
  public String environmentId() {
    return windowing.getEnvironmentId();
  }

  @Override
  public Coder<Iterable<BoundedWindow>> questionCoder() throws IOException {
    return IterableCoder.of(windowCoder());
  }

  @Override
  public Coder<KV<Iterable<BoundedWindow>, Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>>>
      answerCoder() throws IOException {
    IterableCoder<BoundedWindow> windows = IterableCoder.of(windowCoder());
    return KvCoder.of(windows, IterableCoder.of(KvCoder.of(windowCoder(), windows)));
  }

  private Coder<BoundedWindow> windowCoder() throws IOException {
    return SdkWindows.coder(windowing.getWindowCoderId(), components);
  }

  @Override
  public String addQuestionCoder(ModelCoderIds coders) {
    return coders.add(
        ModelCoders.ITERABLE_CODER_URN, coders.withLengths(windowing.getWindowCoderId()));
  }

  @Override
  public String addAnswerCoder(ModelCoderIds coders) {
    String window = coders.withLengths(windowing.getWindowCoderId());
    String windows = coders.add(ModelCoders.ITERABLE_CODER_URN, window);
    String merge = coders.add(ModelCoders.KV_CODER_URN, window, windows);
    String merges = coders.add(ModelCoders.ITERABLE_CODER_URN, merge);
    return coders.add(ModelCoders.KV_CODER_URN, windows, merges);
  }
}
