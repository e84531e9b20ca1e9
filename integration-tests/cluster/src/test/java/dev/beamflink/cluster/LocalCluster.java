package dev.beamflink.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Flink cluster of real processes, started and stopped by {@code scripts/local-cluster}. It has a
 * directory of its own under the module's {@code target} (configuration, logs, checkpoints,
 * savepoints) and takes any free ports, so several may run side by side.
 *
 * <p>Owned by the test class that starts it, which closes it. A JVM that ends early stops it on the
 * way out; what a killed JVM leaves behind, the next cluster of the same name ends before it
 * starts.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Pattern WEB_UI = Pattern.compile("web UI +(http://\\S+)");
  private static final Pattern JOB_MANAGER = Pattern.compile("JobManager +pid (\\d+)");
  private static final Pattern REGISTERED = Pattern.compile("registered +(\\d+) TaskManagers");
  private static final Pattern JOB_STATUS = Pattern.compile("\"status\":\"(\\w+)\"");

  private final Path directory;
  private final Command script;
  private final Thread stopOnExit = new Thread(this::stop, "stop-local-cluster");
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalCluster(Path directory) {
    this.directory = directory;
    this.script = script("local-cluster");
  }

  /**
   * Prepares a cluster without starting anything.
   *
   * @param name the directory's name, used by one test class only
   */
  public static LocalCluster named(String name) {
    LocalCluster cluster = new LocalCluster(TestSettings.CLUSTERS.resolve(name));
    Runtime.getRuntime().addShutdownHook(cluster.stopOnExit);
    cluster.stop().succeeded();
    return cluster;
  }

  /**
   * Starts the cluster, or adds TaskManagers to it, and returns when all of them are registered.
   */
  public LocalCluster start(int taskManagers, String... settings) {
    tryStart(taskManagers, settings).succeeded();
    return this;
  }

  /** As {@link #start}, for a caller who wants to see how the start ended. */
  public CommandResult tryStart(int taskManagers, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("start", Integer.toString(taskManagers)));
    Arrays.stream(settings).map(setting -> "-D" + setting).forEach(arguments::add);
    return script.run(arguments);
  }

  public CommandResult status() {
    return script.run(List.of("status"));
  }

  public CommandResult stop() {
    return script.run(List.of("stop"));
  }

  /** Returns the directory with the cluster's configuration, logs, checkpoints and savepoints. */
  public Path directory() {
    return directory;
  }

  public int registeredTaskManagers() {
    return Integer.parseInt(status().succeeded().extract(REGISTERED));
  }

  /**
   * Returns the process with the name that it has in {@code status}, such as {@code taskmanager-1}.
   */
  public ProcessHandle process(String name) {
    Pattern pid = Pattern.compile("pid (\\d+) \\(" + name + "\\)");
    return process(pid);
  }

  /** Returns the JobManager's process. */
  public ProcessHandle jobManager() {
    return process(JOB_MANAGER);
  }

  private ProcessHandle process(Pattern pid) {
    long id = Long.parseLong(status().succeeded().extract(pid));
    return ProcessHandle.of(id).orElseThrow();
  }

  /** Returns Flink's name for the state of a job, such as {@code RUNNING} or {@code FINISHED}. */
  public String jobStatus(String jobId) throws IOException, InterruptedException {
    var matcher = JOB_STATUS.matcher(get("/jobs/" + jobId + "/status").body());
    return matcher.find() ? matcher.group(1) : "UNKNOWN";
  }

  /** Waits until a job is in a state. */
  public void awaitStatus(String jobId, String status) throws Exception {
    Await.until("job %s is %s".formatted(jobId, status), () -> jobStatus(jobId).equals(status));
  }

  /** Returns host and port of the web UI and REST interface. */
  public String address() {
    return webUi().getAuthority();
  }

  private URI webUi() {
    return URI.create(status().succeeded().extract(WEB_UI));
  }

  /** Asks the JobManager's web server. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI address = URI.create(webUi() + path);
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  /** Returns a script of the repository that works on this cluster. */
  public Command script(String name) {
    return command(TestSettings.SCRIPTS.resolve(name));
  }

  /** Returns a program whose calls of the scripts work on this cluster. */
  public Command command(Path program) {
    return new Command(
        program,
        Map.of(
            "LOCAL_CLUSTER_HOME", TestSettings.FLINK_HOME.toString(),
            "LOCAL_CLUSTER_DIR", directory.toString(),
            "LOCAL_CLUSTER_REST_PORT", "0"));
  }

  @Override
  public void close() {
    stop().succeeded();
    Runtime.getRuntime().removeShutdownHook(stopOnExit);
  }
}
