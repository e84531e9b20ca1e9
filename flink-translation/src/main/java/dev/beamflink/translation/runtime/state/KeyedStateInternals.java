package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Beam's state on a keyed state backend of Flink: user state of stateful DoFns as well as the state
 * of {@code ReduceFnRunner}, its triggers and its window set.
 *
 * <p>One per keyed operator, made when it opens; task thread only. The operator sets the backend's
 * current key; a state that is answered here is valid as long as that key is the current one.
 *
 * <p>Each state id is one state of Flink, whatever keys and windows there are: {@code
 * <transform>/user:<id>}, or {@code <transform>/system:<id>} for tags that runners-core made into
 * system tags. The owner {@link #register registers} its tags when it opens, so that a restored
 * state that does not fit is refused there; a tag of runners-core that it cannot see is opened when
 * it is first asked for.
 *
 * <p>Reads answer values that later writes don't change, and that don't change the state when they
 * are changed. What is read lazily and what is not, each kind of cell says in its javadoc.
 */
public final class KeyedStateInternals implements StateInternals {

  /**
   * Backends that keep state on disk. Their iteration is not disturbed by looking up other keys
   * meanwhile.
   */
  private static final Set<String> DISK_BACKENDS = Set.of("rocksdb", "forst");

  private record Opened(Class<?> kind, StateCell<?> cell) {}

  private final KeyedStateBackend<EncodedKey> backend;
  private final String transform;
  private final Supplier<@Nullable Object> currentKey;
  private final HoldListener holdListener;
  private final FlinkStates states;
  private final NamespaceEncoder namespaces;
  private final Map<String, Opened> userCells = new HashMap<>();
  private final Map<String, Opened> systemCells = new HashMap<>();
  private final List<WatermarkHoldCell> holdCells = new ArrayList<>();
  private @Nullable RecentValues recentValues;

  /**
   * Opens no state yet.
   *
   * @param transform full name of the transform that owns the states; part of the savepoint format
   * @param windowCoder coder of the windows in the namespaces
   * @param currentKey the decoded current key, for {@link #getKey}
   * @param holdListener is told about changes of watermark holds
   * @param keptValues the operator's
   */
  public KeyedStateInternals(
      KeyedStateBackend<EncodedKey> backend,
      String transform,
      Coder<? extends BoundedWindow> windowCoder,
      Supplier<@Nullable Object> currentKey,
      HoldListener holdListener,
      KeptValues keptValues) {
    this(
        backend,
        transform,
        windowCoder,
        currentKey,
        holdListener,
        keptValues,
        isOnDisk(backend)
            ? BagLimits.onDisk(Runtime.getRuntime().maxMemory())
            : BagLimits.IN_MEMORY);
  }

  KeyedStateInternals(
      KeyedStateBackend<EncodedKey> backend,
      String transform,
      Coder<? extends BoundedWindow> windowCoder,
      Supplier<@Nullable Object> currentKey,
      HoldListener holdListener,
      KeptValues keptValues,
      BagLimits bagLimits) {
    this.backend = backend;
    this.transform = transform;
    this.currentKey = currentKey;
    this.holdListener = holdListener;
    this.states = new FlinkStates(backend, windowCoder, bagLimits, keptValues);
    this.namespaces = new NamespaceEncoder(windowCoder);
  }

  private static boolean isOnDisk(KeyedStateBackend<EncodedKey> backend) {
    return DISK_BACKENDS.contains(backend.getBackendTypeIdentifier());
  }

  /**
   * From now on, values of states that are not open yet are kept in memory for a while, see {@link
   * RecentValues}. To be called only if the backend has the state of all keys at any time, and by
   * an owner that calls {@link #beforeSnapshot}.
   */
  public void keepRecentValues() {
    long heap = Runtime.getRuntime().maxMemory();
    keepRecentValues(isOnDisk(backend) ? RecentLimits.onDisk(heap) : RecentLimits.inMemory(heap));
  }

  void keepRecentValues(RecentLimits limits) {
    RecentValues values = new RecentValues(backend, limits);
    recentValues = values;
    states.keep(values, !isOnDisk(backend));
  }

  /**
   * Writes to the backend what is in memory only. Leaves the backend with another current key. To
   * be called in the synchronous part of each snapshot.
   */
  public void beforeSnapshot() {
    if (recentValues != null) {
      recentValues.settle();
    }
  }

  /**
   * Opens the state of a tag in the backend.
   *
   * @throws StateAccessException if it was restored with another kind, coder or window coder
   * @throws IllegalArgumentException if the id is open already with another kind, or the tag has no
   *     coder
   */
  public void register(StateTag<?> tag) {
    opened(tag);
  }

  /**
   * Tells the hold listener about all restored holds of the registered tags, once, before the first
   * element. Leaves the backend with another current key.
   */
  public void replayHolds() {
    for (WatermarkHoldCell holds : holdCells) {
      forEachPlace(holds.nameInFlink(), holds::replay);
    }
  }

  /**
   * Visits every namespace of every key in which a bag has elements. The key is the current one
   * during the visit. Leaves the backend with another current key.
   */
  public void forEachPlace(StateTag<? extends BagState<?>> tag, Consumer<StateNamespace> visitor) {
    register(tag);
    StateName name = new StateName(transform, StateTags.isSystemTagInternal(tag), tag.getId());
    forEachPlace(name.inFlink(), namespace -> visitor.accept(namespaces.decode(namespace)));
  }

  private void forEachPlace(String nameInFlink, Consumer<EncodedNamespace> visitor) {
    try (Stream<Tuple2<EncodedKey, EncodedNamespace>> found =
        backend.getKeysAndNamespaces(nameInFlink)) {
      // A look-up may move the entries of the heap backend's hash map, so end iterating first.
      Stream<Tuple2<EncodedKey, EncodedNamespace>> settled =
          isOnDisk(backend) ? found : found.toList().stream();
      settled.forEach(
          place -> {
            if (!place.f1.isChunk()) {
              backend.setCurrentKey(place.f0);
              visitor.accept(place.f1);
            }
          });
    }
  }

  @Override
  @SuppressWarnings("NullAway") // a key may be null, as it may in Beam's own implementation
  public @Nullable Object getKey() {
    return currentKey.get();
  }

  @Override
  @SuppressWarnings("unchecked") // the cell's kind was compared with the tag's
  public <T extends State> T state(
      StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
    return (T) opened(tag).cell.at(namespaces.encode(namespace), context);
  }

  /**
   * The first timestamp of an ordered list of the current key, null if it is empty. Takes no longer
   * for a long list than for a short one.
   */
  public @Nullable Instant firstTimestamp(
      StateNamespace namespace, StateTag<? extends OrderedListState<?>> tag) {
    return ((OrderedListCell<?>) opened(tag).cell).firstTimestamp(namespaces.encode(namespace));
  }

  private Opened opened(StateTag<?> tag) {
    boolean system = StateTags.isSystemTagInternal(tag);
    Map<String, Opened> cells = system ? systemCells : userCells;
    Opened opened = cells.get(tag.getId());
    if (opened == null) {
      opened = open(new StateName(transform, system, tag.getId()), tag);
      cells.put(tag.getId(), opened);
    } else if (opened.kind != tag.getSpec().getClass()) {
      throw new IllegalArgumentException(
          new StateName(transform, system, tag.getId())
              + " was opened as "
              + opened.kind.getSimpleName()
              + ", but is now asked for as "
              + tag.getSpec().getClass().getSimpleName()
              + ". Give each state an id of its own.");
    }
    return opened;
  }

  private Opened open(StateName name, StateTag<?> tag) {
    StateSpec<?> spec = tag.getSpec();
    StateCell<?> cell = CellOpener.open(states, name, tag, holdListener);
    if (cell instanceof WatermarkHoldCell holds) {
      holdCells.add(holds);
    }
    return new Opened(spec.getClass(), cell);
  }
}
