package dev.beamflink.runner.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks whether Flink's REST interface listens at an address, once: Flink's own client would go on
 * asking for minutes. Client side.
 */
final class RestProbe {

  private static final int TIMEOUT_MILLIS = Math.toIntExact(Duration.ofSeconds(5).toMillis());

  /** What every JobManager answers to anyone, without work. */
  private static final String QUESTION = "/config";

  private final MasterAddress address;

  RestProbe(MasterAddress address) {
    this.address = address;
  }

  /**
   * What is wrong with the address, as the rest of a sentence that it starts; nothing if all is
   * well.
   *
   * @param encrypted whether the interface takes TLS; then it is enough that something listens
   */
  Optional<String> problem(boolean encrypted) {
    try {
      connect();
    } catch (IOException e) {
      return Optional.of("can't be reached: " + e.getMessage());
    }
    if (encrypted) {
      return Optional.empty();
    }
    try {
      int code = ask();
      // A JobManager is unavailable while it starts or takes over; Flink's client asks it again.
      return code == HttpURLConnection.HTTP_OK || code == HttpURLConnection.HTTP_UNAVAILABLE
          ? Optional.empty()
          : Optional.of("is not Flink's REST interface: HTTP %d for %s".formatted(code, QUESTION));
    } catch (IOException e) {
      return Optional.of("is not Flink's REST interface: " + e.getMessage());
    }
  }

  private void connect() throws IOException {
    InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
    if (socketAddress.isUnresolved()) {
      throw new IOException("unknown host " + address.host());
    }
    try (Socket socket = new Socket()) {
      socket.connect(socketAddress, TIMEOUT_MILLIS);
    }
  }

  /** The code of the answer. Without a proxy, since Flink's client uses none. */
  private int ask() throws IOException {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    URI question = URI.create("http://%s:%d%s".formatted(host, address.port(), QUESTION));
    HttpURLConnection connection =
        (HttpURLConnection) question.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(true);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
