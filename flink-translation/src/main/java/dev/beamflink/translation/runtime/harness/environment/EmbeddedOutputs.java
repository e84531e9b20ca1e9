package dev.beamflink.translation.runtime.harness.environment;

import java.util.concurrent.CompletionStage;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.runners.fnexecution.control.FnApiControlClient;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;

/**
 * Sends instructions to a harness, and has outputs that come with the end of a bundle go the way of
 * others.
 *
 * @param control of the harness
 * @param data of the stage
 */
record EmbeddedOutputs(FnApiControlClient control, DataConnection data)
    implements InstructionRequestHandler {

  @Override
  public void registerProcessBundleDescriptor(ProcessBundleDescriptor descriptor) {
    control.registerProcessBundleDescriptor(descriptor);
  }

  @Override
  public CompletionStage<InstructionResponse> handle(InstructionRequest request) {
    CompletionStage<InstructionResponse> answer = control.handle(request);
    return request.hasProcessBundle() ? answer.thenApply(this::withoutOutputs) : answer;
  }

  private InstructionResponse withoutOutputs(InstructionResponse response) {
    if (!response.getProcessBundle().hasElements()) {
      return response;
    }
    data.takeEmbedded(response.getInstructionId(), response.getProcessBundle().getElements());
    InstructionResponse.Builder rest = response.toBuilder();
    rest.getProcessBundleBuilder().clearElements();
    return rest.build();
  }

  /** The harness has other stages. */
  @Override
  public void close() {}
}
