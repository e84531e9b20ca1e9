package dev.beamflink.cluster.fault;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A ZooKeeper server as a process of its own, on loopback, from the jars of the Flink home. It
 * starts empty. Ends with {@link #close}, at the latest with this JVM; what a killed JVM leaves
 * behind, the next server of the same directory ends before it starts.
 */
final class ZooKeeper implements AutoCloseable {
  private static final String MAIN_CLASS =
      "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";

  private static final String PID_FILE = "zookeeper.pid";

  private final Process process;
  private final Thread endWithThisJvm;
  private final int port;

  private ZooKeeper(Process process, int port) {
    this.process = process;
    this.port = port;
    this.endWithThisJvm = new Thread(process::destroyForcibly, "end-zookeeper");
    Runtime.getRuntime().addShutdownHook(endWithThisJvm);
  }

  /** Starts a server and returns when it takes connections. */
  static ZooKeeper start(Path directory) throws Exception {
    endWhatWasLeft(directory);
    FaultCluster.deleteAll(directory);
    Files.createDirectories(directory);
    int port = freePort();
    Path settings =
        Files.writeString(
            directory.resolve("zoo.cfg"),
            """
            dataDir=%s
            clientPort=%d
            clientPortAddress=localhost
            tickTime=1000
            maxClientCnxns=100
            admin.enableServer=false
            """
                .formatted(directory.resolve("data"), port));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                TestSettings.FLINK_HOME.resolve("lib") + "/*",
                MAIN_CLASS,
                "--zkConfigFile",
                settings.toString(),
                "--peerId",
                "1")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("zookeeper.out").toFile())
            .start();
    Files.writeString(directory.resolve(PID_FILE), Long.toString(process.pid()));
    ZooKeeper server = new ZooKeeper(process, port);
    Await.until("ZooKeeper in %s takes connections".formatted(directory), server::answers);
    return server;
  }

  /** Host and port for clients. */
  String quorum() {
    return "localhost:" + port;
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("ZooKeeper ended with " + process.exitValue());
    }
    try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void endWhatWasLeft(Path directory) throws IOException {
    Path file = directory.resolve(PID_FILE);
    if (Files.exists(file)) {
      ProcessHandle.of(Long.parseLong(Files.readString(file)))
          .filter(process -> commandLine(process).contains(directory.toString()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Tells the server from another process that got its id. */
  private static String commandLine(ProcessHandle process) {
    return String.join(" ", process.info().arguments().orElse(new String[0]));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
  }
}
