package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.graph.WindowingId;
import dev.beamflink.translation.runtime.element.CoderTypeInformation;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What translators share: the graph, the environment they add nodes to, and the stream of each
 * PCollection. One per translation, used by one thread.
 */
public final class TranslationContext {

  /** Each of them gets nodes of its own, and what combines there has memory. */
  private static final int MOST_PARTS = 16;

  private final ExecutionPlan plan;
  private final StreamExecutionEnvironment environment;
  private final TranslationSettings settings;
  private final PendingWork pendingWork;
  private final RehydratedComponents rehydrated;
  private final UserCode.RunnerCoders coders;
  private final Map<CollectionId, DataStream<WindowedValue<Object>>> streams = new HashMap<>();
  private final Map<CollectionId, Integer> parallelisms = new HashMap<>();
  private final Map<CollectionId, List<StreamPart>> unions = new HashMap<>();
  private final SideInputStreams sideInputs = new SideInputStreams(this);
  private final Drive drive;

  TranslationContext(
      ExecutionPlan plan, StreamExecutionEnvironment environment, TranslationSettings settings) {
    this.plan = plan;
    this.environment = environment;
    this.settings = settings;
    this.rehydrated = RehydratedComponents.forComponents(plan.graph().components());
    this.coders = settings.userCode().coders(plan.graph().components());
    if (TestStreamDrive.applies(plan.graph())) {
      this.pendingWork = PendingWork.none(plan);
      this.drive = new TestStreamDrive(this);
    } else {
      this.pendingWork = PendingWork.of(plan, settings.mode(), settings.userCode());
      this.drive = new SourceDrive(this);
    }
  }

  /** The plan under translation. */
  public ExecutionPlan plan() {
    return plan;
  }

  /** The graph under translation. */
  public PipelineGraph graph() {
    return plan.graph();
  }

  /** Where nodes are added. */
  public StreamExecutionEnvironment environment() {
    return environment;
  }

  public TranslationSettings settings() {
    return settings;
  }

  /** Who may have work left when its input has ended. */
  PendingWork pendingWork() {
    return pendingWork;
  }

  /** What drives the pipeline. */
  Drive drive() {
    return drive;
  }

  /** Whether the job runs in BATCH. */
  public boolean isBatch() {
    return settings.mode() == PlanMode.BATCH;
  }

  /**
   * The stream of a PCollection.
   *
   * @throws IllegalStateException when its producer has not been translated
   */
  public DataStream<WindowedValue<Object>> stream(CollectionId id) {
    DataStream<WindowedValue<Object>> stream = streams.get(id);
    if (stream == null) {
      throw new IllegalStateException(
          "PCollection '%s' is used before it is made: a bug of the runner".formatted(id));
    }
    return stream;
  }

  /** The parallelism at which consumers of a PCollection run. */
  public int consumerParallelism(CollectionId id) {
    return Objects.requireNonNull(parallelisms.get(id), "stream() comes first");
  }

  /**
   * The streams that a PCollection consists of: that of its producer, or those that a Flatten puts
   * together, unless they are many. What is done with each of them runs with its producer, and
   * needs no exchange as a union does.
   */
  List<StreamPart> parts(CollectionId id) {
    List<StreamPart> parts = unions.getOrDefault(id, List.of());
    return parts.isEmpty() || parts.size() > MOST_PARTS
        ? List.of(new StreamPart(stream(id), consumerParallelism(id)))
        : parts;
  }

  /** Says which streams hold the elements of a PCollection; consumers run as most of them do. */
  void defineUnion(
      CollectionId id, DataStream<WindowedValue<Object>> union, List<StreamPart> parts) {
    int parallelism = parts.stream().mapToInt(StreamPart::consumerParallelism).max().orElseThrow();
    define(id, union, parallelism);
    unions.put(id, List.copyOf(parts));
  }

  /** Says which stream holds the elements of a PCollection; consumers run as its producer does. */
  public void define(CollectionId id, DataStream<WindowedValue<Object>> stream) {
    define(id, stream, stream.getParallelism());
  }

  /**
   * Says which stream holds the elements of a PCollection.
   *
   * @param consumerParallelism parallelism of what consumes the stream
   */
  public void define(
      CollectionId id, DataStream<WindowedValue<Object>> stream, int consumerParallelism) {
    parallelisms.put(id, consumerParallelism);
    if (streams.put(id, stream) != null) {
      throw new IllegalStateException(
          "PCollection '%s' is made twice: a bug of the runner".formatted(id));
    }
  }

  /** The PCollections as side inputs. */
  SideInputStreams sideInputs() {
    return sideInputs;
  }

  /** The coder of a PCollection's elements. */
  public Coder<Object> coder(CollectionId id) {
    return coder(
        graph().collection(id).coder(),
        "PCollection '%s'".formatted(graph().collection(id).uniqueName()));
  }

  /**
   * A coder of the pipeline.
   *
   * @param owner what is encoded, for errors
   */
  @SuppressWarnings("unchecked") // translators don't care what the elements are
  public Coder<Object> coder(CoderId id, String owner) {
    try {
      return (Coder<Object>) coders.get(id.value());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Coder '%s' of %s can't be rehydrated: %s".formatted(id, owner, e.getMessage()), e);
    }
  }

  /** The windowing of a PCollection. */
  public WindowingStrategy<?, ?> windowing(CollectionId id) {
    WindowingId windowingId = graph().collection(id).windowing();
    try {
      return settings.userCode().windowing(graph().components(), rehydrated, windowingId.value());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Windowing '%s' of PCollection '%s' can't be rehydrated: %s"
              .formatted(windowingId, graph().collection(id).uniqueName(), e.getMessage()),
          e);
    }
  }

  /** The coder of a PCollection's elements with timestamp, windows and pane. */
  public WindowedValueCoder<Object> elementCoder(CollectionId id) {
    return WindowedValueCoder.of(coder(id), windowing(id).getWindowFn().windowCoder());
  }

  /** The type of a PCollection's stream. */
  public CoderTypeInformation<WindowedValue<Object>> type(CollectionId id) {
    return CoderTypeInformation.of(elementCoder(id));
  }
}
