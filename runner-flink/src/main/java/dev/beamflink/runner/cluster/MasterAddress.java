package dev.beamflink.runner.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;

/**
 * The REST address of a cluster.
 *
 * @param host name or IP address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
record MasterAddress(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?<host>[^\\s:/\\[\\]]+|\\[[0-9a-fA-F:.]+]):(?<port>[0-9]{1,5})");
  private static final int LARGEST_PORT = 65_535;

  /** Nothing if the text is not {@code host:port}. */
  static Optional<MasterAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group("port"));
    if (port < 1 || port > LARGEST_PORT) {
      return Optional.empty();
    }
    return Optional.of(new MasterAddress(matcher.group("host").replaceAll("[\\[\\]]", ""), port));
  }

  /** Makes it what Flink's clients talk to. */
  void write(Configuration configuration) {
    configuration.set(JobManagerOptions.ADDRESS, host);
    configuration.set(RestOptions.ADDRESS, host);
    configuration.set(RestOptions.PORT, port);
  }

  /** Whether the cluster's REST server runs on this machine, as far as its address says. */
  static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
