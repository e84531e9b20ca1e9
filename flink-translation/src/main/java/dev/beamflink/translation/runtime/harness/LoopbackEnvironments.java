package dev.beamflink.translation.runtime.harness;

import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.runners.fnexecution.control.ControlClientPool;
import org.apache.beam.runners.fnexecution.control.FnApiControlClientPoolService;
import org.apache.beam.runners.fnexecution.environment.EnvironmentFactory;
import org.apache.beam.runners.fnexecution.logging.GrpcLoggingService;
import org.apache.beam.runners.fnexecution.provisioning.StaticGrpcProvisionService;
import org.apache.beam.sdk.fn.IdGenerator;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.apache.beam.sdk.fn.server.ServerFactory;

/**
 * Environments of some kind whose harnesses run on this machine.
 *
 * @param kind starts the harnesses
 */
record LoopbackEnvironments(EnvironmentFactory.Provider kind)
    implements EnvironmentFactory.Provider {

  @Override
  public EnvironmentFactory createEnvironmentFactory(
      GrpcFnServer<FnApiControlClientPoolService> control,
      GrpcFnServer<GrpcLoggingService> logging,
      GrpcFnServer<ArtifactRetrievalService> retrieval,
      GrpcFnServer<StaticGrpcProvisionService> provision,
      ControlClientPool clients,
      IdGenerator ids) {
    return kind.createEnvironmentFactory(control, logging, retrieval, provision, clients, ids);
  }

  @Override
  public ServerFactory getServerFactory() {
    return BoundServers.loopback();
  }
}
