package org.apache.beam.runners.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs that never end give while they run, where topics are empty or have few partitions. */
class TopicWatermarkITCase {

  private static final long TIME_LIMIT_SECONDS = 60;

  /** What pipelines have found, by the name of their run. */
  private static final Map<String, BlockingQueue<Found>> FOUND = new ConcurrentHashMap<>();

  private final String run = UUID.randomUUID().toString();

  /**
   * A result of a window.
   *
   * @param least the least watermark of the topics that the window had to wait for, at that time
   */
  private record Found(String what, Instant windowEnd, Instant least) {}

  /**
   * Topics that results have to wait for.
   *
   * @param name a topic
   * @param partitions of it
   */
  private record Topic(String name, int partitions) implements Serializable {

    PCollection<Integer> read(Pipeline pipeline, int elements) {
      return pipeline
          .apply(name, Read.from(new TopicSource(name, partitions, elements)))
          .apply("Minutes of " + name, Window.into(FixedWindows.of(Duration.standardMinutes(1))));
    }

    Instant watermark() {
      return TopicSource.watermark(name, partitions);
    }
  }

  private Topic topic(String name, int partitions) {
    return new Topic(name + " of " + run, partitions);
  }

  private static void note(String run, String what, BoundedWindow window, List<Topic> topics) {
    Instant least = topics.stream().map(Topic::watermark).min(Instant::compareTo).orElseThrow();
    FOUND.get(run).add(new Found(what, window.maxTimestamp(), least));
  }

  private static final class NoteCount extends DoFn<Long, Void> {

    private final String run;
    private final List<Topic> topics;

    private NoteCount(String run, List<Topic> topics) {
      this.run = run;
      this.topics = new ArrayList<>(topics);
    }

    @ProcessElement
    public void process(@Element Long count, BoundedWindow window) {
      note(run, "" + count, window, topics);
    }
  }

  private static final class NoteWithSide extends DoFn<Integer, Void> {

    private final String run;
    private final Topic side;
    private final PCollectionView<Iterable<Integer>> view;

    private NoteWithSide(String run, Topic side, PCollectionView<Iterable<Integer>> view) {
      this.run = run;
      this.side = side;
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context, BoundedWindow window) {
      note(
          run,
          "%d with %s".formatted(context.element(), context.sideInput(view)),
          window,
          List.of(side));
    }
  }

  private static Pipeline pipeline(int parallelism) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--streaming",
                "--checkpointingInterval=500",
                "--parallelism=" + parallelism)
            .create());
  }

  private static PCollection<Long> count(PCollection<Integer> numbers) {
    return numbers.apply(Combine.globally(Count.<Integer>combineFn()).withoutDefaults());
  }

  /** Runs the pipeline until it has found so much in the first minute, and while it runs on. */
  private List<String> found(Pipeline pipeline, int results) throws Exception {
    BlockingQueue<Found> queue = new LinkedBlockingQueue<>();
    FOUND.put(run, queue);
    PipelineResult job = pipeline.run();
    List<String> found = new ArrayList<>();
    while (found.size() < results) {
      Found next = queue.poll(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
      assertEquals(PipelineResult.State.RUNNING, job.getState(), "found until now: " + found);
      assertFalse(next == null, "found nothing in " + TIME_LIMIT_SECONDS + " s but " + found);
      assertEquals(Instant.ofEpochSecond(60).minus(Duration.millis(1)), next.windowEnd());
      assertFalse(next.least().isBefore(Instant.ofEpochSecond(60)), "too early: " + next);
      found.add(next.what());
    }
    job.cancel();
    assertEquals(PipelineResult.State.CANCELLED, job.waitUntilFinish());
    assertNull(queue.poll(), "more than expected");
    return found.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void topicWithoutDataHoldsBackNoWindowThatItHasPassed(int partitions) throws Exception {
    Pipeline pipeline = pipeline(2);
    Topic full = topic("full", 2);
    Topic empty = topic("empty", partitions);
    count(
            PCollectionList.of(full.read(pipeline, 10))
                .and(empty.read(pipeline, 0))
                .apply(Flatten.pCollections()))
        .apply("Note", ParDo.of(new NoteCount(run, List.of(full, empty))));

    assertEquals(List.of("20"), found(pipeline, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void subtasksWithoutAPartitionHoldBackNothing(int parallelism) throws Exception {
    Pipeline pipeline = pipeline(parallelism);
    Topic topic = topic("narrow", 1);
    count(topic.read(pipeline, 10)).apply("Note", ParDo.of(new NoteCount(run, List.of(topic))));

    assertEquals(List.of("10"), found(pipeline, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sideInputWithoutDataIsEmptyOnceItsWindowHasPassed(int partitions) throws Exception {
    Pipeline pipeline = pipeline(2);
    Topic main = topic("main", 1);
    Topic side = topic("side", partitions);
    PCollectionView<Iterable<Integer>> view = side.read(pipeline, 0).apply(View.asIterable());
    main.read(pipeline, 3)
        .apply("Note", ParDo.of(new NoteWithSide(run, side, view)).withSideInputs(view));

    assertEquals(List.of("0 with []", "1 with []", "2 with []"), found(pipeline, 3));
  }
}
