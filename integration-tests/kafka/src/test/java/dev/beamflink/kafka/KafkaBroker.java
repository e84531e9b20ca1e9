package dev.beamflink.kafka;

import dev.beamflink.cluster.Await;
import dev.beamflink.cluster.fault.FaultCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker that is its own controller (KRaft), as a process with a class path of its own, on
 * loopback. It starts empty. Ends with {@link #close}, at the latest with this JVM; what a killed
 * JVM leaves behind, the next broker of the same directory ends before it starts.
 */
final class KafkaBroker implements AutoCloseable {
  private static final String MAIN_CLASS = "kafka.Kafka";
  private static final String FORMAT_CLASS = "kafka.tools.StorageTool";
  private static final String CLUSTER_ID = "YmVhbS1vbi1mbGluay1rYQ";
  private static final Path LIB = Path.of(property("kafka.broker.lib"));
  private static final String PID_FILE = "kafka.pid";

  private static final String LOGGING =
      """
      log4j.rootLogger=INFO, stdout
      log4j.appender.stdout=org.apache.log4j.ConsoleAppender
      log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
      log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
      """;

  private final Process process;
  private final Thread endWithThisJvm;
  private final Path output;
  private final String address;

  private KafkaBroker(Process process, Path output, String address) {
    this.process = process;
    this.output = output;
    this.address = address;
    this.endWithThisJvm = new Thread(process::destroyForcibly, "end-kafka");
    Runtime.getRuntime().addShutdownHook(endWithThisJvm);
  }

  /**
   * Starts a broker and returns when it answers.
   *
   * @param directory where its files go
   */
  static KafkaBroker start(Path directory) throws Exception {
    endWhatWasLeft(directory);
    FaultCluster.deleteAll(directory);
    Files.createDirectories(directory);
    int[] ports = freePorts();
    Path settings =
        Files.writeString(directory.resolve("server.properties"), settings(directory, ports));
    Path logging = Files.writeString(directory.resolve("log4j.properties"), LOGGING);
    Path output = directory.resolve("kafka.out");
    run(logging, output, FORMAT_CLASS, "format", "-t", CLUSTER_ID, "-c", settings.toString());
    Process process = java(logging, output, MAIN_CLASS, settings.toString());
    Files.writeString(directory.resolve(PID_FILE), Long.toString(process.pid()));
    KafkaBroker broker = new KafkaBroker(process, output, "localhost:" + ports[0]);
    Await.until("Kafka in %s answers".formatted(directory), broker::answers);
    return broker;
  }

  /** Host and port for clients. */
  String address() {
    return address;
  }

  private boolean answers() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "Kafka ended with %d, see %s".formatted(process.exitValue(), output));
    }
    try (Admin admin = Clients.admin(address)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Keeps records however old their timestamps are: those of the tests are known ones. */
  private static String settings(Path directory, int[] ports) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@localhost:%2$d
    listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
    advertised.listeners=PLAINTEXT://localhost:%1$d
    controller.listener.names=CONTROLLER
    listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
    log.dirs=%3$s
    auto.create.topics.enable=false
    log.retention.ms=-1
    offsets.topic.num.partitions=4
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    """
        .formatted(ports[0], ports[1], directory.resolve("data"));
  }

  private static void run(Path logging, Path output, String mainClass, String... arguments)
      throws Exception {
    Process process = java(logging, output, mainClass, arguments);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "%s failed:%n%s".formatted(mainClass, Files.readString(output)));
    }
  }

  private static Process java(Path logging, Path output, String mainClass, String... arguments)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dlog4j.configuration=" + logging.toUri(),
                "-cp",
                LIB + "/*",
                mainClass));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket broker = new ServerSocket(0, 1, loopback);
        ServerSocket controller = new ServerSocket(0, 1, loopback)) {
      return new int[] {broker.getLocalPort(), controller.getLocalPort()};
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

  /** Tells the broker from another process that got its id. */
  private static String commandLine(ProcessHandle process) {
    return String.join(" ", process.info().arguments().orElse(new String[0]));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "System property '%s' is not set. Run these tests with Maven (see the module's pom.xml)."
              .formatted(name));
    }
    return value;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
  }
}
