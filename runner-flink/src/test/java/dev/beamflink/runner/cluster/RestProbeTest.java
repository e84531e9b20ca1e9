package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RestProbeTest {

  private static final int ANY_PORT = 0;
  private static final int BACKLOG = 1;

  private static Optional<String> problem(int port, boolean encrypted) {
    return new RestProbe(new MasterAddress("127.0.0.1", port)).problem(encrypted);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(ANY_PORT, BACKLOG, InetAddress.getLoopbackAddress());
  }

  @Test
  void nothingListens() throws IOException {
    ServerSocket closed = listening();
    closed.close();
    assertEquals(
        Optional.of("can't be reached: Connection refused"), problem(closed.getLocalPort(), false));
  }

  @Test
  void otherWebServer() throws IOException {
    HttpServer server = webServer();
    try {
      assertEquals(
          Optional.of("is not Flink's REST interface: HTTP 404 for /config"),
          problem(server.getAddress().getPort(), false));
    } finally {
      server.stop(0);
    }
  }

  /** Flink's client waits for it. */
  @Test
  void jobManagerThatStartsYet() throws IOException {
    HttpServer server = webServer();
    server.createContext(
        "/config",
        exchange -> {
          exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAVAILABLE, -1);
          exchange.close();
        });
    try {
      assertEquals(Optional.empty(), problem(server.getAddress().getPort(), false));
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer webServer() throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), ANY_PORT), BACKLOG);
    server.start();
    return server;
  }

  /** Such as the port for Flink's own processes, 6123, which is easily taken for the other one. */
  @Test
  void otherProtocol() throws IOException {
    try (ServerSocket server = listening()) {
      CompletableFuture<Void> talking = CompletableFuture.runAsync(() -> talk(server));
      Optional<String> problem = problem(server.getLocalPort(), false);
      talking.join();
      assertTrue(
          problem.orElseThrow().startsWith("is not Flink's REST interface: "),
          problem.orElseThrow());
    }
  }

  /** Answers the two connections of a probe. */
  private static void talk(ServerSocket server) {
    for (int i = 0; i < 2; i++) {
      try (Socket connection = server.accept();
          OutputStream out = connection.getOutputStream()) {
        out.write("not http\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The probe went away first, as it may.
      }
    }
  }

  @Test
  void encryptedInterfaceIsNotAsked() throws IOException {
    try (ServerSocket server = listening()) {
      assertEquals(Optional.empty(), problem(server.getLocalPort(), true));
    }
  }
}
