package dev.beamflink.translation.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.model.GraphPlanner;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.fuse.StageNode;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformId;
import dev.beamflink.translation.runtime.element.EdgeSerializer;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.sharing.RestrictionSharing;
import dev.beamflink.translation.runtime.splittable.PendingRestrictionCoder;
import dev.beamflink.translation.runtime.splittable.RestrictionSchedule;
import dev.beamflink.translation.runtime.stage.InProcessExecutors;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.time.BeamTime;
import dev.beamflink.translation.testkit.StateNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.joda.time.Instant;

/**
 * Runs a {@link SplittableStageOperator} around a {@link CountingFn} at some parallelism, snapshots
 * it and restores it at another. Checks the invariants of output watermarks all along.
 */
final class SplittableTester implements AutoCloseable {

  private static final int MAX_PARALLELISM = 16;

  private final SplittableStageOperatorFactory factory;
  private EventsOfSubtasks events;
  private final List<String> output = new ArrayList<>();
  private List<Subtask> subtasks = new ArrayList<>();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private final List<CausedByDrain> causes = new ArrayList<>();
  private boolean tellsOfDrain;
  private long clock;
  private int arrivals;

  SplittableTester(DoFn<String, String> fn, RestrictionSchedule schedule) throws Exception {
    this(fn, schedule, 1, RestrictionSharing.NONE);
  }

  private SplittableTester(
      DoFn<String, String> fn,
      RestrictionSchedule schedule,
      int parallelism,
      RestrictionSharing sharing)
      throws Exception {
    factory = factory(fn, schedule, sharing);
    events = new EventsOfSubtasks(factory, parallelism);
    for (int index = 0; index < parallelism; index++) {
      subtasks.add(new Subtask(parallelism, index));
      subtasks.get(index).harness.open();
    }
  }

  /** Subtasks that share restrictions. */
  static SplittableTester sharing(
      DoFn<String, String> fn, RestrictionSchedule schedule, int parallelism) throws Exception {
    return new SplittableTester(fn, schedule, parallelism, RestrictionSharing.STREAMING);
  }

  private static SplittableStageOperatorFactory factory(
      DoFn<String, String> fn, RestrictionSchedule schedule, RestrictionSharing sharing) {
    Pipeline pipeline = Pipeline.create();
    PCollection<String> numbers =
        pipeline
            .apply(Impulse.create())
            .apply(MapElements.into(TypeDescriptors.strings()).via(unused -> ""))
            .apply("Count", ParDo.of(fn))
            .setCoder(StringUtf8Coder.of());
    // Ends the stage, so that what leaves it can be looked at.
    PCollectionList.of(numbers).and(numbers).apply(Flatten.pCollections());
    ExecutionPlan plan =
        GraphPlanner.plan(PipelineTranslation.toProto(pipeline), PlanMode.STREAMING);
    StageNode node =
        plan.nodes().stream()
            .filter(StageNode.class::isInstance)
            .map(StageNode.class::cast)
            .filter(stage -> stage.id().value().startsWith("Count"))
            .findFirst()
            .orElseThrow();
    StageSpec stage =
        new StageSpec(
            node.id().value(),
            plan.graph().components(),
            node.transforms().stream().map(TransformId::value).toList(),
            node.input().value(),
            node.outputs().stream().map(CollectionId::value).toList(),
            DeferredOptions.of(pipeline.getOptions()));
    return new SplittableStageOperatorFactory(
        new StageOperatorSpec(
            stage, InProcessExecutors.INSTANCE, List.of(), new BundleLimits(1000, 1000)),
        new SplittableStageSpec(
            node.id().value(), coder(), schedule, sharing, new QuietSpec("count", List.of())));
  }

  @SuppressWarnings("unchecked") // everything is an object
  private static PendingRestrictionCoder coder() {
    return PendingRestrictionCoder.of(
        WindowedValueCoder.of(
            (Coder<Object>) (Coder<?>) StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE),
        (Coder<Object>) (Coder<?>) OffsetRange.Coder.of(),
        (Coder<Object>) (Coder<?>) InstantCoder.of());
  }

  /** Sends an element with its whole restriction to the next subtask. */
  void element(String element, long timestamp) throws Exception {
    elementTo(arrivals++ % subtasks.size(), element, timestamp);
  }

  void elementTo(int subtask, String element, long timestamp) throws Exception {
    Object part =
        KV.of(
            KV.of(
                element,
                KV.of(
                    new OffsetRange(0, Long.parseLong(element.split(" ", -1)[1])),
                    new Instant(timestamp))),
            1.0);
    subtasks
        .get(subtask)
        .harness
        .processElement(
            new StreamRecord<>(
                WindowedValues.timestampedValueInGlobalWindow(part, new Instant(timestamp))));
    collect();
  }

  /** Sends a watermark (Beam's) to all subtasks. */
  void watermark(Instant next) throws Exception {
    watermark = next;
    long flinkWatermark = BeamTime.toFlinkWatermark(next);
    if (flinkWatermark == Long.MAX_VALUE) {
      send(BeamTime.NATURAL_END);
    }
    send(flinkWatermark);
  }

  /** Ends the job as a drain does: the last watermark comes unannounced, then the input ends. */
  void drain() throws Exception {
    watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    send(Long.MAX_VALUE);
    endInput();
  }

  private void send(long flinkWatermark) throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.processWatermark(new Watermark(flinkWatermark));
    }
    collect();
  }

  void processingTime(long millis) throws Exception {
    clock = millis;
    for (Subtask subtask : subtasks) {
      subtask.harness.setProcessingTime(millis);
    }
    collect();
  }

  /** Lets some time pass, for one slice or more. */
  void step(long millis) throws Exception {
    processingTime(clock + millis);
  }

  /** Lets events arrive and time pass until nothing is left to be done. */
  void finish() throws Exception {
    for (int step = 0; step < 500; step++) {
      events.deliverAll();
      step(1);
    }
  }

  /** Lets time pass while user code of the first subtask runs, too little to fire a timer. */
  void passTime(long millis) {
    clock += millis;
    try {
      subtasks.get(0).harness.getProcessingTimeService().setCurrentTime(clock);
    } catch (Exception e) {
      throw new AssertionError("no timer was due", e);
    }
  }

  /** Something else is to be done in the first subtask's thread. */
  void mail() {
    subtasks
        .get(0)
        .harness
        .getTaskMailbox()
        .put(new Mail(() -> {}, TaskMailbox.MIN_PRIORITY, "test"));
  }

  EventsOfSubtasks events() {
    return events;
  }

  /** What has come out of one subtask since the last call. */
  List<String> takeOutput(int subtask) {
    List<String> taken = List.copyOf(subtasks.get(subtask).output);
    output.clear();
    subtasks.forEach(one -> one.output.clear());
    return taken;
  }

  /** The output watermark of one subtask (Beam's). */
  Instant outputWatermark(int subtask) {
    return BeamTime.fromFlinkWatermark(subtasks.get(subtask).emittedWatermark);
  }

  void endInput() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.endInput();
    }
    collect();
  }

  /** Takes a snapshot and goes on without using it. */
  void snapshot() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.snapshot();
    }
    collect();
  }

  /** The states of the first subtask. */
  Set<String> states() throws Exception {
    return StateNames.of(subtasks.get(0).snapshot());
  }

  /** Takes a snapshot of the coordinator, then of the subtasks, and goes on without using it. */
  void snapshotAfterCoordinator(Random random) throws Exception {
    events.checkpoint(1, random);
    snapshot();
  }

  /** Goes on from a snapshot with other subtasks, perhaps more or fewer. */
  void restore(int parallelism) throws Exception {
    events.checkpoint(1, new Random(parallelism));
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    for (int index = 0; index < states.length; index++) {
      states[index] = subtasks.get(index).snapshot();
    }
    collect();
    close();
    OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(states);
    events = new EventsOfSubtasks(factory, parallelism);
    subtasks = new ArrayList<>();
    for (int index = 0; index < parallelism; index++) {
      Subtask subtask = new Subtask(parallelism, index);
      subtasks.add(subtask);
      subtask.harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, states.length, parallelism, index));
      subtask.harness.open();
    }
    if (watermark.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE)) {
      watermark(watermark); // as the sources do after a restore
    }
  }

  /** What has come out since the last call. */
  List<String> takeOutput() {
    List<String> taken = List.copyOf(output);
    output.clear();
    return taken;
  }

  /** What of all that has come out a drain has caused. */
  List<CausedByDrain> causes() {
    return causes;
  }

  /** Whether the last watermark that came out is that of a drain. */
  boolean tellsOfDrain() {
    return tellsOfDrain;
  }

  /** The least output watermark of all subtasks (Beam's). */
  Instant outputWatermark() {
    return subtasks.stream()
        .map(subtask -> BeamTime.fromFlinkWatermark(subtask.emittedWatermark))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private void collect() {
    subtasks.forEach(Subtask::collect);
  }

  @Override
  public void close() throws Exception {
    for (Subtask subtask : subtasks) {
      subtask.harness.close();
    }
  }

  private final class Subtask {

    private final OneInputStreamOperatorTestHarness<WindowedValue<Object>, WindowedValue<Object>>
        harness;
    private final List<String> output = new ArrayList<>();
    private long emittedWatermark = Long.MIN_VALUE;

    private Subtask(int parallelism, int index) throws Exception {
      harness =
          new OneInputStreamOperatorTestHarness<>(
              events.factory(factory, index), MAX_PARALLELISM, parallelism, index);
      harness.setup(new EdgeSerializer<>(outputCoder()));
      harness.setProcessingTime(clock);
    }

    @SuppressWarnings("unchecked") // a string is an object
    private static WindowedValueCoder<Object> outputCoder() {
      return WindowedValueCoder.of(
          (Coder<Object>) (Coder<?>) StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE);
    }

    private OperatorSubtaskState snapshot() throws Exception {
      harness.prepareSnapshotPreBarrier(1);
      return harness.snapshot(1, 1);
    }

    private void collect() {
      for (Object one : harness.getOutput()) {
        if (one instanceof Watermark next) {
          assertTrue(next.getTimestamp() > emittedWatermark, "watermark without progress");
          if (next.getTimestamp() == Long.MAX_VALUE) {
            tellsOfDrain = BeamTime.isDrain(emittedWatermark, Long.MAX_VALUE);
          }
          emittedWatermark = next.getTimestamp();
        } else {
          WindowedValue<?> element = (WindowedValue<?>) ((StreamRecord<?>) one).getValue();
          assertTrue(
              element.getTimestamp().getMillis() > emittedWatermark,
              () -> element + " is late at " + emittedWatermark);
          causes.add(element.causedByDrain());
          output.add(String.valueOf(element.getValue()));
          SplittableTester.this.output.add(String.valueOf(element.getValue()));
        }
      }
      harness.getOutput().clear();
    }
  }
}
