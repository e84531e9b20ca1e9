package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.RemoteGrpcPort;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardPTransforms;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortRead;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortWrite;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * The transform {@code beam:transform:merge_windows:v1}, which an SDK runs for the runner: from the
 * windows of a key to those that stay, and those that become one.
 *
 * <pre>
 *   READ: KV(nonce, windows) ─▶ merge ─▶ WRITE: KV(nonce, KV(others, [KV(merged, from), ...]))
 * </pre>
 *
 * @param windowing whose function merges
 * @param components the coder of its windows, and the environment of the function
 */
record MergeTransform(RunnerApi.WindowingStrategy windowing, Components components)
    implements Serializable {

  /** Id of the transform that takes questions. */
  static final String READ = "read";

  /** Id of the transform that gives answers. */
  static final String WRITE = "write";

  private static final String MERGE = "merge";
  private static final String URN = BeamUrns.getUrn(StandardPTransforms.Primitives.MERGE_WINDOWS);
  private static final String GLOBAL = "merge-windowing";
  private static final String INPUT = "merge-input";
  private static final String OUTPUT = "merge-output";

  Environment environment() {
    return components.getEnvironmentsOrThrow(windowing.getEnvironmentId());
  }

  /** Of what is sent to {@link #READ}. */
  Coder<WindowedValue<KV<byte[], Iterable<BoundedWindow>>>> questionCoder() throws IOException {
    return globally(KvCoder.of(ByteArrayCoder.of(), IterableCoder.of(windowCoder())));
  }

  /** Of what {@link #WRITE} sends. */
  Coder<
          WindowedValue<
              KV<
                  byte[],
                  KV<
                      Iterable<BoundedWindow>,
                      Iterable<KV<BoundedWindow, Iterable<BoundedWindow>>>>>>>
      answerCoder() throws IOException {
    IterableCoder<BoundedWindow> windows = IterableCoder.of(windowCoder());
    return globally(
        KvCoder.of(
            ByteArrayCoder.of(),
            KvCoder.of(windows, IterableCoder.of(KvCoder.of(windowCoder(), windows)))));
  }

  private Coder<BoundedWindow> windowCoder() throws IOException {
    return SdkWindows.coder(windowing.getWindowCoderId(), components);
  }

  private static <T> Coder<WindowedValue<T>> globally(Coder<T> coder) {
    return FullWindowedValueCoder.of(coder, GlobalWindow.Coder.INSTANCE);
  }

  /**
   * What the harness is told.
   *
   * @param id of the descriptor
   * @param data where the harness connects to for elements
   * @param state where it asks for state, which it won't
   */
  ProcessBundleDescriptor descriptor(
      String id, ApiServiceDescriptor data, ApiServiceDescriptor state) throws IOException {
    Components.Builder all = components.toBuilder();
    String window =
        LengthPrefixUnknownCoders.addLengthPrefixedCoder(windowing.getWindowCoderId(), all, false);
    String bytes = coder(all, ModelCoders.BYTES_CODER_URN);
    String windows = coder(all, ModelCoders.ITERABLE_CODER_URN, window);
    String merge = coder(all, ModelCoders.KV_CODER_URN, window, windows);
    String merges = coder(all, ModelCoders.ITERABLE_CODER_URN, merge);
    String answer = coder(all, ModelCoders.KV_CODER_URN, windows, merges);
    String input = coder(all, ModelCoders.KV_CODER_URN, bytes, windows);
    String output = coder(all, ModelCoders.KV_CODER_URN, bytes, answer);
    String global = coder(all, ModelCoders.GLOBAL_WINDOW_CODER_URN);
    PTransform.Builder merging =
        PTransform.newBuilder()
            .setUniqueName(MERGE)
            .putInputs("in", INPUT)
            .putOutputs("out", OUTPUT)
            .setEnvironmentId(windowing.getEnvironmentId());
    merging.getSpecBuilder().setUrn(URN).setPayload(windowing.getWindowFn().toByteString());
    all.putTransforms(MERGE, merging.build())
        .putTransforms(
            READ,
            RemoteGrpcPortRead.readFromPort(
                    port(data, coder(all, ModelCoders.WINDOWED_VALUE_CODER_URN, input, global)),
                    INPUT)
                .toPTransform())
        .putTransforms(
            WRITE,
            RemoteGrpcPortWrite.writeToPort(
                    OUTPUT,
                    port(data, coder(all, ModelCoders.WINDOWED_VALUE_CODER_URN, output, global)))
                .toPTransform())
        .putPcollections(INPUT, collection(INPUT, input))
        .putPcollections(OUTPUT, collection(OUTPUT, output))
        .putWindowingStrategies(GLOBAL, globalWindowing(global));
    return ProcessBundleDescriptor.newBuilder()
        .setId(id)
        .putAllTransforms(all.getTransformsMap())
        .putAllPcollections(all.getPcollectionsMap())
        .putAllCoders(all.getCodersMap())
        .putAllWindowingStrategies(all.getWindowingStrategiesMap())
        .putAllEnvironments(all.getEnvironmentsMap())
        .setStateApiServiceDescriptor(state)
        .build();
  }

  private RunnerApi.WindowingStrategy globalWindowing(String windowCoder) throws IOException {
    SdkComponents environments = SdkComponents.create();
    environments.registerEnvironment(environment());
    return WindowingStrategyTranslation.toProto(WindowingStrategy.globalDefault(), environments)
        .toBuilder()
        .setWindowCoderId(windowCoder)
        .setEnvironmentId(windowing.getEnvironmentId())
        .build();
  }

  private static RemoteGrpcPort port(ApiServiceDescriptor data, String coder) {
    return RemoteGrpcPort.newBuilder().setApiServiceDescriptor(data).setCoderId(coder).build();
  }

  private static PCollection collection(String id, String coder) {
    return PCollection.newBuilder()
        .setUniqueName(id)
        .setCoderId(coder)
        .setWindowingStrategyId(GLOBAL)
        .build();
  }

  /** Adds a coder of the model; answers its id. */
  private static String coder(Components.Builder all, String urn, String... parts) {
    RunnerApi.Coder.Builder coder =
        RunnerApi.Coder.newBuilder().addAllComponentCoderIds(List.of(parts));
    coder.getSpecBuilder().setUrn(urn);
    String id = "merge-" + urn + "-" + String.join("-", parts);
    all.putCoders(id, coder.build());
    return id;
  }
}
