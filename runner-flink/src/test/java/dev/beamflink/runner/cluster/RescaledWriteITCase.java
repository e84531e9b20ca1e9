package dev.beamflink.runner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File writes of a streaming job that is stopped with two subtasks and goes on with three. */
class RescaledWriteITCase {

  private static final String NAMESPACE = "RescaledWriteITCase";
  private static final long TIME_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 50;

  private static final int WINDOWS = 2;

  /** Half of them are there when the job is stopped, in the window that is open then. */
  private static final int NUMBERS = 160;

  private static final Duration WINDOW = Duration.standardSeconds(NUMBERS / 4 * 3);

  @TempDir private Path directory;
  private RestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = RestCluster.started(3);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  /** What each written file holds: the subtask that wrote it, and numbers. */
  private record Written(int subtask, List<Integer> numbers) {

    static Written of(Path file) throws IOException {
      List<Integer> lines = Files.readAllLines(file).stream().map(Integer::valueOf).toList();
      return new Written(lines.get(0), lines.subList(1, lines.size()));
    }

    boolean isOfFirstWindow() {
      return numbers.get(0) < WINDOW.getStandardSeconds();
    }
  }

  /** Writes numbers as lines, below that of the subtask. */
  private static final class SubtaskSink implements FileIO.Sink<Integer> {

    private static final Pattern SUBTASK = Pattern.compile("\\((\\d)/3\\)");

    private transient PrintWriter lines;

    @Override
    public void open(WritableByteChannel channel) {
      lines = new PrintWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
      Matcher subtask = SUBTASK.matcher(Thread.currentThread().getName());
      lines.println(subtask.find() ? subtask.group(1) : "0");
    }

    @Override
    public void write(Integer element) {
      lines.println(element);
    }

    @Override
    public void flush() {
      lines.flush();
    }
  }

  private static final class CountEach extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<Integer> out) {
      Metrics.counter(NAMESPACE, "numbers").inc();
      out.output(number);
    }
  }

  private PipelineResult run(FileIO.Write<Void, Integer> write, String... arguments)
      throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--streaming",
                "--checkpointingInterval=200",
                "--flinkMaster=" + cluster.address()));
    all.addAll(List.of(arguments));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(all.toArray(String[]::new))
                .as(FlinkPipelineOptions.class));
    pipeline
        .apply(Read.from(new GatedNumbers(NUMBERS, gate())))
        .apply("Count", ParDo.of(new CountEach()))
        .apply(Window.into(FixedWindows.of(WINDOW)))
        .apply(write.via(new SubtaskSink()).to(output().toString()));
    return pipeline.run();
  }

  private Path gate() {
    return directory.resolve("gate");
  }

  private Path output() {
    return directory.resolve("output");
  }

  private static long counted(PipelineResult result) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named(NAMESPACE, "numbers")).build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TIME_LIMIT_NANOS;
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "never: " + what);
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Stops the job in the middle, runs it on with another parallelism and reads its files. */
  private List<Written> written(FileIO.Write<Void, Integer> write) throws Exception {
    PipelineResult first = run(write, "--parallelism=2");
    await("half of the numbers", () -> counted(first) == NUMBERS / 2);
    await("a checkpoint", () -> cluster.completedCheckpoints() > 0);
    String savepoint = cluster.stopWithSavepoint(directory.resolve("savepoints"));
    first.waitUntilFinish();
    assertTrue(Files.notExists(output()), "the first window is open");

    Files.createFile(gate());
    PipelineResult second = run(write, "--parallelism=3", "--savepointPath=" + savepoint);
    assertEquals(State.DONE, second.waitUntilFinish());
    assertEquals(NUMBERS / 2, counted(second), "numbers that came after the savepoint");

    List<Written> written = new ArrayList<>();
    try (Stream<Path> files = Files.walk(output())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        written.add(Written.of(file));
      }
    }
    return written;
  }

  private static void assertEachNumberIsThereOnce(List<Written> written) {
    assertEquals(
        IntStream.range(0, NUMBERS).boxed().toList(),
        written.stream().flatMap(file -> file.numbers().stream()).sorted().toList());
  }

  /** The least and the most files that a subtask has written of a window. */
  private static List<Integer> leastAndMost(List<Written> written, boolean ofFirstWindow) {
    List<Integer> files =
        IntStream.rangeClosed(1, 3)
            .map(
                subtask ->
                    (int)
                        written.stream()
                            .filter(file -> file.isOfFirstWindow() == ofFirstWindow)
                            .filter(file -> file.subtask() == subtask)
                            .count())
            .boxed()
            .toList();
    return List.of(Collections.min(files), Collections.max(files));
  }

  /** Four for two subtasks, eight for three: shards that are open stay what they are. */
  @Test
  void shardsThatTheRunnerChoosesAreThoseOfTheNewParallelism() throws Exception {
    List<Written> written = written(FileIO.write());

    assertEachNumberIsThereOnce(written);
    assertEquals(8 * WINDOWS, written.size());
    assertEquals(List.of(2, 3), leastAndMost(written, true));
    assertEquals(List.of(2, 3), leastAndMost(written, false));
  }

  @Test
  void shardsThatThePipelineChoosesSpreadOverTheNewSubtasks() throws Exception {
    List<Written> written = written(FileIO.<Integer>write().withNumShards(4));

    assertEachNumberIsThereOnce(written);
    assertEquals(4 * WINDOWS, written.size());
    assertEquals(List.of(1, 2), leastAndMost(written, true));
    assertEquals(List.of(1, 2), leastAndMost(written, false));
  }
}
