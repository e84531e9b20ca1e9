package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.RemoteGrpcPort;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.PCollection;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortRead;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortWrite;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.WindowingStrategyTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * What a harness is told of a transform that the runner asks.
 *
 * <pre>
 *   READ: KV(nonce, question) ─▶ transform ─▶ WRITE: KV(nonce, answer)
 * </pre>
 */
final class AskedDescriptor {

  /** Id of the transform that takes questions. */
  static final String READ = "read";

  /** Id of the transform that gives answers. */
  static final String WRITE = "write";

  private static final String ASKED = "asked";
  private static final String GLOBAL = "asked-windowing";
  private static final String INPUT = "asked-input";
  private static final String OUTPUT = "asked-output";

  private AskedDescriptor() {}

  /**
   * Describes it.
   *
   * @param id of the descriptor
   * @param data where the harness connects to for elements
   * @param state where it asks for state, which it won't
   */
  static ProcessBundleDescriptor of(
      AskedTransform<?, ?> transform,
      String id,
      ApiServiceDescriptor data,
      ApiServiceDescriptor state)
      throws IOException {
    Components.Builder all = transform.components().toBuilder();
    ModelCoderIds coders = new ModelCoderIds(all);
    String bytes = coders.add(ModelCoders.BYTES_CODER_URN);
    String global = coders.add(ModelCoders.GLOBAL_WINDOW_CODER_URN);
    String input = coders.add(ModelCoders.KV_CODER_URN, bytes, transform.addQuestionCoder(coders));
    String output = coders.add(ModelCoders.KV_CODER_URN, bytes, transform.addAnswerCoder(coders));
    all.putTransforms(
            ASKED,
            PTransform.newBuilder()
                .setUniqueName(ASKED)
                .setSpec(transform.spec())
                .putInputs("in", INPUT)
                .putOutputs("out", OUTPUT)
                .setEnvironmentId(transform.environmentId())
                .build())
        .putTransforms(
            READ,
            RemoteGrpcPortRead.readFromPort(
                    port(data, coders.add(ModelCoders.WINDOWED_VALUE_CODER_URN, input, global)),
                    INPUT)
                .toPTransform())
        .putTransforms(
            WRITE,
            RemoteGrpcPortWrite.writeToPort(
                    OUTPUT,
                    port(data, coders.add(ModelCoders.WINDOWED_VALUE_CODER_URN, output, global)))
                .toPTransform())
        .putPcollections(INPUT, collection(INPUT, input))
        .putPcollections(OUTPUT, collection(OUTPUT, output))
        .putWindowingStrategies(GLOBAL, globalWindowing(transform, global));
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

  private static RunnerApi.WindowingStrategy globalWindowing(
      AskedTransform<?, ?> transform, String windowCoder) throws IOException {
    SdkComponents environments = SdkComponents.create();
    environments.registerEnvironment(transform.environment());
    return WindowingStrategyTranslation.toProto(WindowingStrategy.globalDefault(), environments)
        .toBuilder()
        .setWindowCoderId(windowCoder)
        .setEnvironmentId(transform.environmentId())
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
}
