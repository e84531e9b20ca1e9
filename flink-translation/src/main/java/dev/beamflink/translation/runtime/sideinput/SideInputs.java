package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.time.BeamTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.math.LongMath;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All side inputs of one subtask: takes in their blocks and watermarks, and answers what can be
 * read and what is there.
 *
 * <p>Used in the task's thread only.
 */
public final class SideInputs {

  private record Lookup(SideInputContent content, WindowMappingFn<?> windowMapping) {}

  private final SideInputsSpec spec;
  private final Map<String, SideInputContent> contents = new HashMap<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private final @Nullable CheckpointedSideInputs checkpointed;

  /** A window of the main input that was found to be ready: what is ready stays so. */
  private @Nullable BoundedWindow lastReady;

  private long forgottenUpTo = Long.MIN_VALUE;

  private SideInputs(SideInputsSpec spec, @Nullable CheckpointedSideInputs checkpointed) {
    this.spec = spec;
    this.checkpointed = checkpointed;
    BlockLog log = checkpointed == null ? BlockLog.NONE : checkpointed.log();
    for (SideInputSpec collection : spec.collections()) {
      contents.put(
          collection.collection(),
          new SideInputContent(collection, reach(collection), views(collection), log));
    }
    for (SideInputViewSpec view : spec.views()) {
      lookups.add(new Lookup(content(view.collection()), view.windowMapping()));
    }
  }

  /** Side inputs for BATCH, kept in memory only. */
  public static SideInputs inMemory(SideInputsSpec spec) {
    return new SideInputs(spec, null);
  }

  /** Side inputs for STREAMING, with what the last checkpoint held. */
  public static SideInputs restored(SideInputsSpec spec, CheckpointedSideInputs checkpointed) {
    SideInputs sideInputs = new SideInputs(spec, checkpointed);
    checkpointed.restore(sideInputs.contents);
    sideInputs.forgottenUpTo = checkpointed.forgottenUpTo();
    return sideInputs;
  }

  /** How far behind a side input's window elements of the main input may be that read it. */
  private Duration reach(SideInputSpec collection) {
    Duration lookback = Duration.ZERO;
    for (SideInputViewSpec view : spec.views()) {
      Duration ofView = view.windowMapping().maximumLookback();
      if (view.collection().equals(collection.collection()) && ofView.isLongerThan(lookback)) {
        lookback = ofView;
      }
    }
    return Duration.millis(
        LongMath.saturatedAdd(lookback.getMillis(), spec.allowedLateness().getMillis()));
  }

  private int views(SideInputSpec collection) {
    return (int)
        spec.views().stream()
            .filter(view -> view.collection().equals(collection.collection()))
            .map(SideInputViewSpec::tag)
            .distinct()
            .count();
  }

  private SideInputContent content(String collection) {
    SideInputContent content = contents.get(collection);
    if (content == null) {
      throw new IllegalStateException(
          "PCollection '%s' is no side input here (%s are): a bug of the runner"
              .formatted(collection, contents.keySet()));
    }
    return content;
  }

  /** Takes a block in. */
  public void add(SideInputBlock block) {
    content(block.collection()).add(block, forgottenUpTo);
  }

  /**
   * The watermark of one of the operator's side inputs has advanced.
   *
   * @param input as in {@link SideInputSpec#input}
   */
  public void advanceWatermark(int input, long flinkWatermark) {
    for (SideInputContent content : contents.values()) {
      if (content.spec().input() == input) {
        content.advanceWatermark(flinkWatermark);
      }
    }
  }

  /** Whether all side inputs have their last watermark. */
  public boolean atEnd() {
    return contents.values().stream().allMatch(content -> content.watermark() == Long.MAX_VALUE);
  }

  /** Whether an element in this window of the main input can be processed. */
  public Readiness readiness(BoundedWindow mainWindow) {
    if (mainWindow.equals(lastReady)) {
      return Readiness.READY;
    }
    if (expiry(mainWindow) <= forgottenUpTo) {
      return Readiness.EXPIRED;
    }
    for (Lookup lookup : lookups) {
      if (!lookup.content.isReady(lookup.windowMapping.getSideInputWindow(mainWindow))) {
        return Readiness.WAITING;
      }
    }
    lastReady = mainWindow;
    return Readiness.READY;
  }

  private long expiry(BoundedWindow mainWindow) {
    return BeamTime.toFlinkTimer(
        LateDataUtils.garbageCollectionTime(mainWindow, spec.allowedLateness()));
  }

  /** When the first window can be forgotten, a Flink watermark; the end of time for none. */
  public long firstExpiry() {
    long first = Long.MAX_VALUE;
    for (SideInputContent content : contents.values()) {
      first = Math.min(first, content.firstExpiry());
    }
    return first;
  }

  /**
   * Forgets the windows that no element of the main input can read any more.
   *
   * @param mainFlinkWatermark the main input's watermark, behind which no subtask has an element
   *     left
   */
  public void dropExpired(long mainFlinkWatermark) {
    contents.values().forEach(content -> content.dropExpired(mainFlinkWatermark));
    forgottenUpTo = Math.max(forgottenUpTo, mainFlinkWatermark);
    lastReady = null;
  }

  /** Grows whenever what has been read may be of no use any more. */
  public long version() {
    return contents.values().stream().mapToLong(SideInputContent::version).sum();
  }

  /** Writes down what checkpoints need besides the blocks. */
  public void snapshot() {
    if (checkpointed != null) {
      checkpointed.snapshot(contents.values(), forgottenUpTo);
    }
  }

  /** What a transform reads its side inputs with, by the transform's full name. */
  public SideInputReader reader(String transformName) {
    Map<String, LastRead> byTag = new HashMap<>();
    for (SideInputViewSpec view : spec.views()) {
      if (view.transformName().equals(transformName)) {
        byTag.put(view.tag(), new LastRead(content(view.collection())));
      }
    }
    return new Reader(byTag);
  }

  /** The windows it is asked for are ready: who asks was let in by {@link #readiness}. */
  private record Reader(Map<String, LastRead> byTag) implements SideInputReader {

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // a view's value is a T, and may be null
    public <T> T get(PCollectionView<T> view, BoundedWindow window) {
      LastRead last = byTag.get(Views.tag(view));
      if (last == null) {
        throw new IllegalArgumentException(
            "Side input %s is not among those of the transform: %s"
                .formatted(view, byTag.keySet()));
      }
      return (T) last.read(view, window);
    }

    @Override
    public <T> boolean contains(PCollectionView<T> view) {
      return byTag.containsKey(Views.tag(view));
    }

    @Override
    public boolean isEmpty() {
      return byTag.isEmpty();
    }
  }
}
