package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.window.SdkWindows;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.StandardPTransforms;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.BeamUrns;

/**
 * The transform {@code beam:transform:map_windows:v1}: from a window of a main input to that of a
 * side input.
 *
 * @param mapping the function that maps
 * @param mainWindowCoderId of the windows of the main input
 * @param sideWindowCoderId of those of the side input
 * @param environmentId of the function
 * @param components both coders, and the environment
 */
record MapTransform(
    FunctionSpec mapping,
    String mainWindowCoderId,
    String sideWindowCoderId,
    String environmentId,
    Components components)
    implements AskedTransform<BoundedWindow, BoundedWindow> {

  private static final String URN = BeamUrns.getUrn(StandardPTransforms.Primitives.MAP_WINDOWS);

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.newBuilder().setUrn(URN).setPayload(mapping.toByteString()).build();
  }

  @Override
  public Coder<BoundedWindow> questionCoder() throws IOException {
    return SdkWindows.coder(mainWindowCoderId, components);
  }

  @Override
  public Coder<BoundedWindow> answerCoder() throws IOException {
    return SdkWindows.coder(sideWindowCoderId, components);
  }

  @Override
  public String addQuestionCoder(ModelCoderIds coders) {
    return coders.withLengths(mainWindowCoderId);
  }

  @Override
  public String addAnswerCoder(ModelCoderIds coders) {
    return coders.withLengths(sideWindowCoderId);
  }
}
