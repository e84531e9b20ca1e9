package dev.beamflink.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.extensions.avro.io.AvroIO;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes of files: number n at second n, 0 to 39, in windows of twenty seconds. */
class FileWriteITCase {

  @TempDir Path directory;

  private static PCollection<Integer> numbers(Pipeline pipeline, Mode mode) {
    return mode.source(pipeline.apply(Create.of(IntStream.range(0, 40).boxed().toList())))
        .apply(WithTimestamps.of(second -> Instant.ofEpochSecond(second)))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(20))));
  }

  private static PCollection<String> lines(PCollection<Integer> numbers) {
    return numbers.apply(MapElements.into(TypeDescriptors.strings()).via(number -> "" + number));
  }

  private static String second(Instant instant) {
    return "" + instant.getMillis() / 1000;
  }

  /** A file's name without its shard, one of many. */
  private static String withoutShard(String name) {
    return name.replaceFirst("-[0-9]+-of-[0-9]+", "");
  }

  /** The sorted numbers of all shards, by the names of files without their shards. */
  private Map<String, List<Integer>> written() throws IOException {
    Map<String, List<Integer>> written = new TreeMap<>();
    WrittenFiles.lines(directory)
        .forEach(
            (name, lines) ->
                written.merge(
                    withoutShard(name),
                    lines.stream().map(Integer::valueOf).sorted().toList(),
                    (a, b) ->
                        IntStream.concat(a.stream().mapToInt(i -> i), b.stream().mapToInt(i -> i))
                            .sorted()
                            .boxed()
                            .toList()));
    return written;
  }

  private static List<Integer> every(int step, int from, int to) {
    return IntStream.range(from, to).filter(i -> i % step == from % step).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource
  void destinationsAndWindowsHaveFilesOfTheirOwn(Mode mode) throws IOException {
    Pipeline pipeline = mode.pipeline();
    numbers(pipeline, mode)
        .apply(
            FileIO.<String, Integer>writeDynamic()
                .by(number -> number % 2 == 0 ? "even" : "odd")
                .withDestinationCoder(StringUtf8Coder.of())
                .via(Contextful.fn(number -> "" + number), TextIO.sink())
                .to(directory.toString())
                .withNumShards(2)
                .withNaming(
                    parity ->
                        (window, pane, shards, shard, compression) ->
                            "%s/%s-%05d-of-%05d"
                                .formatted(
                                    parity,
                                    second(((IntervalWindow) window).start()),
                                    shard,
                                    shards)));
    Mode.run(pipeline);
    assertEquals(
        Map.of(
            "even/0",
            every(2, 0, 20),
            "odd/0",
            every(2, 1, 20),
            "even/20",
            every(2, 20, 40),
            "odd/20",
            every(2, 21, 40)),
        written());
  }

  @ParameterizedTest
  @EnumSource
  void theRunnerChoosesTheShards(Mode mode) throws IOException {
    Pipeline pipeline = mode.pipeline();
    lines(numbers(pipeline, mode))
        .apply(
            TextIO.write()
                .to(directory.resolve("numbers").toString())
                .withWindowedWrites()
                .withCompression(Compression.GZIP));
    Mode.run(pipeline);
    String window = "numbers1970-01-01T00:00:%sZ-1970-01-01T00:00:%sZ-pane-0-last.gz";
    assertEquals(
        Map.of(
            window.formatted("00.000", "20.000"), every(1, 0, 20),
            window.formatted("20.000", "40.000"), every(1, 20, 40)),
        written());
  }

  /** Writes elements as lines, below the number of the subtask that writes them. */
  private static final class SubtaskSink implements FileIO.Sink<Integer> {

    private static final Pattern SUBTASK = Pattern.compile("\\(([12])/2\\)");

    private transient PrintWriter lines;

    @Override
    public void open(WritableByteChannel channel) {
      lines = new PrintWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
      Matcher subtask = SUBTASK.matcher(Thread.currentThread().getName());
      lines.println(subtask.find() ? subtask.group(1) : Thread.currentThread().getName());
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

  @ParameterizedTest
  @EnumSource
  void subtasksWriteEquallyManyShards(Mode mode) throws IOException {
    Pipeline pipeline = mode.pipeline();
    FileIO.Write<Void, Integer> write =
        FileIO.<Integer>write().via(new SubtaskSink()).to(directory.toString());
    numbers(pipeline, mode).apply(mode == Mode.BATCH ? write.withNumShards(4) : write);
    Mode.run(pipeline);
    List<String> subtasks =
        WrittenFiles.lines(directory).values().stream()
            .map(lines -> lines.get(0))
            .sorted()
            .toList();
    assertEquals(
        List.of("1", "1", "1", "1", "2", "2", "2", "2"),
        subtasks,
        "four shards in each of two windows");
  }

  @ParameterizedTest
  @EnumSource
  void namesOfWrittenFilesGoOn(Mode mode) {
    Pipeline pipeline = mode.pipeline();
    PCollection<String> readAgain =
        numbers(pipeline, mode)
            .apply(
                FileIO.<Integer>write()
                    .via(Contextful.fn(number -> "" + number), TextIO.sink())
                    .to(directory.toString())
                    .withNumShards(2))
            .getPerDestinationOutputFilenames()
            .apply(Values.create())
            .apply(FileIO.matchAll())
            .apply(FileIO.readMatches())
            .apply(TextIO.readFiles());
    PAssert.that(readAgain)
        .containsInAnyOrder(IntStream.range(0, 40).mapToObj(number -> "" + number).toList());
    Mode.run(pipeline);
  }

  private static final Schema SCHEMA =
      SchemaBuilder.record("Number").fields().requiredInt("number").endRecord();

  private static GenericRecord record(int number) {
    return new GenericRecordBuilder(SCHEMA).set("number", number).build();
  }

  @ParameterizedTest
  @EnumSource
  void avroFilesAreWrittenPerDestinationAndRead(Mode mode) {
    String schema = SCHEMA.toString();
    Pipeline pipeline = mode.pipeline();
    numbers(pipeline, mode)
        .apply(
            MapElements.into(new TypeDescriptor<GenericRecord>() {}).via(number -> record(number)))
        .setCoder(AvroCoder.of(SCHEMA))
        .apply(
            FileIO.<String, GenericRecord>writeDynamic()
                .by(record -> "" + (Integer) record.get("number") % 2)
                .withDestinationCoder(StringUtf8Coder.of())
                .via(AvroIO.sink(schema))
                .to(directory.toString())
                .withNumShards(1)
                .withNaming(name -> FileIO.Write.defaultNaming(name, ".avro")));
    Mode.run(pipeline);

    Pipeline reading = mode.pipeline();
    PCollection<Integer> odd =
        reading
            .apply(AvroIO.readGenericRecords(schema).from(directory + "/1-*.avro"))
            .apply(
                MapElements.into(TypeDescriptors.integers())
                    .via(record -> (Integer) record.get("number")));
    PAssert.that(odd).containsInAnyOrder(every(2, 1, 40));
    Mode.run(reading);
  }
}
