package dev.beamflink.conformance.fork;

import dev.beamflink.conformance.fault.JobRestores;
import dev.beamflink.conformance.fault.Restore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * The main class of a forked JVM: runs the tests that its parent names on standard input, one after
 * the other in the main thread, and answers each with one line on standard output (see {@link
 * Wire}). Whatever the tests print goes to standard error.
 *
 * <p>The JVM ends when its input ends, even in the middle of a test: a fork never outlives its
 * parent.
 */
public final class SuiteFork {

  /** Read by Beam's {@code TestPipeline} whenever a test makes one. */
  private static final String PIPELINE_OPTIONS = "beamTestPipelineOptions";

  /** 10 s, for whatever runs in shutdown hooks. */
  private static final long EXIT_LIMIT_MILLIS = 10_000;

  private SuiteFork() {}

  public static void main(String[] args) throws InterruptedException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    daemon("conformance-requests", () -> readRequests(requests));
    ModeListener modes = ModeListener.listening();
    answers.println(Wire.READY);
    while (true) {
      TestRequest request = Wire.decodeRequest(requests.take());
      System.err.println("=== " + request.test());
      System.setProperty(PIPELINE_OPTIONS, toJson(request.pipelineOptions()));
      TestRecord record = SingleTest.run(request.test()).in(modes.take());
      Restore restore = JobRestores.take(request.pipelineOptions(), record.mode() != JobMode.NONE);
      answers.println(Wire.encode(record.restored(restore)));
    }
  }

  private static void readRequests(BlockingQueue<String> requests) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      reader.lines().forEach(requests::add);
    } catch (IOException e) {
      System.err.println("=== The parent is gone: " + e);
    }
    daemon("conformance-exit", SuiteFork::haltAfterLimit);
    System.exit(0);
  }

  private static void haltAfterLimit() {
    try {
      Thread.sleep(EXIT_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static String toJson(List<String> options) {
    return options.stream()
        .map(option -> option.replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }
}
