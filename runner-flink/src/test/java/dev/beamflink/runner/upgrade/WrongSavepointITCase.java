package dev.beamflink.runner.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.runner.savepoint.GatedNumbers;
import dev.beamflink.runner.savepoint.Journal;
import dev.beamflink.runner.savepoint.SavepointCluster;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints that a pipeline can't start from: one clear error, and nothing is started. */
class WrongSavepointITCase {

  private static final int HALF = 20;

  @TempDir private static Path directory;

  private static SavepointCluster cluster;
  private static Path savepoint;

  @BeforeAll
  static void takeSavepoint() throws Exception {
    cluster = new SavepointCluster();
    Journal.clear();
    GatedNumbers.open(HALF);
    cluster.start(
        pipeline("Remember", StringUtf8Coder.of()),
        "--stateBackendStoragePath=" + directory.resolve("checkpoints").toUri()); // state in files
    cluster.await(() -> Journal.count("remembered ") == HALF);
    savepoint = Path.of(URI.create(cluster.stop(directory, SavepointFormatType.CANONICAL)));
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    Journal.clear();
    GatedNumbers.open(GatedNumbers.END);
  }

  private static Consumer<Pipeline> pipeline(String name, Coder<?> coder) {
    return pipeline(name, VarLongCoder.of(), coder);
  }

  @SuppressWarnings("unchecked") // a coder of what the DoFn makes
  private static Consumer<Pipeline> pipeline(String name, Coder<Long> keyCoder, Coder<?> coder) {
    return pipeline ->
        pipeline
            .apply("Numbers", GatedNumbers.read())
            .apply("Key", ParDo.of(new KeyFn()))
            .setCoder(KvCoder.of(keyCoder, VarLongCoder.of()))
            .apply(name, ParDo.of(new RememberFn((Coder<Object>) coder)));
  }

  private static String embedded(Consumer<Pipeline> builder, Path from, String... more) {
    String[] arguments = Arrays.copyOf(more, more.length + 1);
    arguments[more.length] = "--savepointPath=" + from;
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(1);
    Pipeline pipeline = Pipeline.create(options);
    builder.accept(pipeline);
    return assertThrows(InvalidPipelineException.class, pipeline::run).getMessage();
  }

  private static String onCluster(Consumer<Pipeline> builder, Path from) {
    return assertThrows(
            InvalidPipelineException.class, () -> cluster.start(builder, "--savepointPath=" + from))
        .getMessage();
  }

  @Test
  void thatOfAnotherPipelineIsRefused() {
    Consumer<Pipeline> other = pipeline("Forget", StringUtf8Coder.of());
    String expected =
        """
        Option --savepointPath names a savepoint with state that no transform of the pipeline \
        has: of 'Remember/ParMultiDo(Remember)'. Start from a savepoint of this pipeline, give a \
        transform that was renamed its old name back, or drop that state with \
        --allowNonRestoredState.""";
    assertEquals(expected, embedded(other, savepoint));
    assertEquals(expected, onCluster(other, savepoint));
    assertEquals(0, Journal.entries().size());
  }

  @Test
  void stateOfARemovedTransformIsDroppedIfTheUserSaysSo() {
    assertEquals(
        State.DONE,
        cluster
            .start(
                pipeline("Forget", StringUtf8Coder.of()),
                "--savepointPath=" + savepoint,
                "--allowNonRestoredState")
            .waitUntilFinish());
    assertEquals(GatedNumbers.END - HALF, Journal.count("remembered "));
  }

  @Test
  void anotherCoderIsRefusedWithBoth() {
    Consumer<Pipeline> other = pipeline("Remember", VarLongCoder.of());
    String expected =
        """
        Transform 'Remember/ParMultiDo(Remember)' can't take over its state 'seen' (bag) from \
        the savepoint: it was written with coder beam:coder:string_utf8:v1, is read with coder \
        beam:coder:varint:v1. Keep what it was written with; or give the state a new id, or the \
        transform a new name, and start without what it holds.""";
    assertEquals(expected, embedded(other, savepoint));
    assertEquals(expected, onCluster(other, savepoint));
    assertEquals(0, Journal.entries().size());
  }

  @Test
  void anotherCoderOfTheKeysIsRefusedWithBoth() {
    Consumer<Pipeline> other = pipeline("Remember", BigEndianLongCoder.of(), StringUtf8Coder.of());
    String expected =
        """
        Transform 'Remember/ParMultiDo(Remember)' can't take over its key of state 'seen', \
        'timers' from the savepoint: it was written with coder beam:coder:varint:v1, is read with \
        coder org.apache.beam.sdk.coders.BigEndianLongCoder<java.lang.Long>. Keep what it was \
        written with; or give the state a new id, or the transform a new name, and start without \
        what it holds.""";
    assertEquals(expected, embedded(other, savepoint));
    assertEquals(expected, onCluster(other, savepoint));
    assertEquals(0, Journal.entries().size());
  }

  @Test
  void aTruncatedOneIsRefused() throws Exception {
    byte[] metadata = Files.readAllBytes(savepoint.resolve("_metadata"));
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.toList()) {
        Files.copy(file, damaged.resolve(file.getFileName()));
      }
    }
    for (int length = 0; length < metadata.length; length += 1 + metadata.length / 10) {
      Files.write(damaged.resolve("_metadata"), Arrays.copyOf(metadata, length));
      String message = embedded(pipeline("Remember", StringUtf8Coder.of()), damaged);
      assertTrue(
          message.contains(
              "--savepointPath is '%s', which has a file _metadata that is damaged or incomplete"
                  .formatted(damaged)),
          message);
      assertTrue(
          onCluster(pipeline("Remember", StringUtf8Coder.of()), damaged)
              .contains("damaged or incomplete"),
          message);
    }
  }

  @Test
  void oneWithoutItsStateIsRefused() throws Exception {
    Path half = Files.createDirectory(directory.resolve("half"));
    Files.copy(savepoint.resolve("_metadata"), half.resolve("_metadata"));
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.filter(one -> !one.endsWith("_metadata")).toList()) {
        Files.createFile(half.resolve(file.getFileName())); // all are empty
      }
    }
    String message = embedded(pipeline("Remember", StringUtf8Coder.of()), half);
    assertTrue(message.contains("that can't be read"), message);
  }

  private static final class KeyFn extends DoFn<Long, KV<Long, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(number % 2, number));
    }
  }

  private static final class RememberFn extends DoFn<KV<Long, Long>, Void> {
    private static final long serialVersionUID = 1L;

    @StateId("seen")
    private final StateSpec<BagState<Object>> spec;

    private final boolean text;

    RememberFn(Coder<Object> coder) {
      this.spec = StateSpecs.bag(coder);
      this.text = ((Coder<?>) coder) instanceof StringUtf8Coder;
    }

    @ProcessElement
    public void process(@Element KV<Long, Long> element, @StateId("seen") BagState<Object> seen) {
      seen.add(text ? element.getValue().toString() : element.getValue());
      Journal.add("remembered " + element.getValue());
    }
  }
}
