package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.sdk.fn.server.GrpcContextHeaderAccessorProvider;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerInterceptors;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyServerBuilder;

/**
 * gRPC servers that listen on one address: whoever speaks the Fn API or the Job API runs code, and
 * there is no authentication. Beam's own factory listens on all interfaces.
 */
public final class BoundServers extends ServerFactory {

  private static final int SHORTEST_PING_INTERVAL_SECONDS = 10; // clients ping every 20 s or 30 s

  private final InetAddress address;
  private final String host;

  /**
   * @param address to listen on
   * @param host how clients call it
   */
  public BoundServers(InetAddress address, String host) {
    this.address = address;
    this.host = host;
  }

  /** Servers that only this machine reaches. */
  static BoundServers loopback() {
    return new BoundServers(InetAddress.getLoopbackAddress(), "localhost");
  }

  /** At any free port, which {@code descriptor} names then. */
  @Override
  public Server allocateAddressAndCreate(
      List<BindableService> services, ApiServiceDescriptor.Builder descriptor) throws IOException {
    Server server = start(services, 0);
    descriptor.setUrl(url(server));
    return server;
  }

  /** Of the descriptor's address only the port counts. */
  @Override
  public Server create(List<BindableService> services, ApiServiceDescriptor descriptor)
      throws IOException {
    String url = descriptor.getUrl();
    return start(services, Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
  }

  /** Where clients find a server of these. */
  public String url(Server server) {
    return host + ":" + server.getPort();
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any free one
   */
  public Server start(List<BindableService> services, int port) throws IOException {
    return start(services, port, Integer.MAX_VALUE); // an element of any size
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any free one
   * @param largestRequest in bytes; who sends more is told RESOURCE_EXHAUSTED
   */
  public Server start(List<BindableService> services, int port, int largestRequest)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, port))
            .maxInboundMessageSize(largestRequest)
            .permitKeepAliveTime(SHORTEST_PING_INTERVAL_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    for (BindableService service : services) {
      // Puts the id of the calling worker into the call's context
      builder.addService(
          ServerInterceptors.intercept(service, GrpcContextHeaderAccessorProvider.interceptor()));
    }
    return builder.build().start();
  }
}
