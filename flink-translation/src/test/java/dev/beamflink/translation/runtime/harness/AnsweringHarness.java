package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.testkit.Ignoring;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.GetProcessBundleDescriptorRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.RemoteGrpcPort;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StopWorkerResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnControlGrpc;
import org.apache.beam.model.fnexecution.v1.BeamFnDataGrpc;
import org.apache.beam.model.fnexecution.v1.BeamFnExternalWorkerPoolGrpc.BeamFnExternalWorkerPoolImplBase;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Context;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** A worker pool whose one worker takes what it is sent, and gives the same answer always. */
final class AnsweringHarness extends BeamFnExternalWorkerPoolImplBase implements AutoCloseable {

  private final String transform;
  private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();
  private volatile StreamObserver<InstructionResponse> responses;

  /** What it puts out for each bundle. */
  volatile ByteString answer = ByteString.EMPTY;

  /**
   * @param transform the id of the one whose output it is
   */
  AnsweringHarness(String transform) {
    this.transform = transform;
  }

  private ManagedChannel channel(String url) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(url).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void startWorker(StartWorkerRequest request, StreamObserver<StartWorkerResponse> started) {
    Context.ROOT.run(() -> connect(request)); // a call of this one's context would end with it
    started.onNext(StartWorkerResponse.getDefaultInstance());
    started.onCompleted();
  }

  private void connect(StartWorkerRequest request) {
    ManagedChannel control = channel(request.getControlEndpoint().getUrl());
    responses = BeamFnControlGrpc.newStub(control).control(new Instructions(control));
  }

  @Override
  public void stopWorker(StopWorkerRequest request, StreamObserver<StopWorkerResponse> stopped) {
    stopped.onNext(StopWorkerResponse.getDefaultInstance());
    stopped.onCompleted();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private final class Instructions implements StreamObserver<InstructionRequest> {
    private final ManagedChannel control;

    Instructions(ManagedChannel control) {
      this.control = control;
    }

    @Override
    public void onNext(InstructionRequest request) {
      BeamFnControlGrpc.newStub(control)
          .getProcessBundleDescriptor(
              GetProcessBundleDescriptorRequest.newBuilder()
                  .setProcessBundleDescriptorId(
                      request.getProcessBundle().getProcessBundleDescriptorId())
                  .build(),
              new Descriptor(request.getInstructionId()));
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }

  /** With it the harness knows all. */
  private final class Descriptor implements StreamObserver<ProcessBundleDescriptor> {
    private final String bundle;

    Descriptor(String bundle) {
      this.bundle = bundle;
    }

    @Override
    public void onNext(ProcessBundleDescriptor descriptor) {
      RemoteGrpcPort port;
      try {
        port =
            RemoteGrpcPort.parseFrom(
                descriptor.getTransformsOrThrow(transform).getSpec().getPayload());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      Elements.Builder elements = Elements.newBuilder();
      elements.addDataBuilder().setInstructionId(bundle).setTransformId(transform).setData(answer);
      elements.addDataBuilder().setInstructionId(bundle).setTransformId(transform).setIsLast(true);
      BeamFnDataGrpc.newStub(channel(port.getApiServiceDescriptor().getUrl()))
          .data(new Ignoring<>())
          .onNext(elements.build());
      responses.onNext(
          InstructionResponse.newBuilder()
              .setInstructionId(bundle)
              .setProcessBundle(ProcessBundleResponse.getDefaultInstance())
              .build());
    }

    @Override
    public void onError(Throwable failure) {
      responses.onError(failure);
    }

    @Override
    public void onCompleted() {}
  }
}
