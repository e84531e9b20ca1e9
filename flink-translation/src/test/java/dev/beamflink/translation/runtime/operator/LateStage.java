package dev.beamflink.translation.runtime.operator;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.runtime.quiet.QuietSpec;
import dev.beamflink.translation.runtime.stage.DeclaredTimers;
import dev.beamflink.translation.runtime.stage.SplittableRoot;
import dev.beamflink.translation.runtime.stage.StageExecutor;
import dev.beamflink.translation.runtime.stage.StageExecutors;
import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.stage.StageServices;
import dev.beamflink.translation.runtime.stage.StageSpec;
import dev.beamflink.translation.runtime.stage.StatefulRoot;
import dev.beamflink.translation.runtime.timer.TimerStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose user code does what it does to state and timers when its bundle ends, as one in an
 * SDK harness may. Keys are strings, values integers; it has one bag, and timers in families by
 * time domain.
 */
final class LateStage implements StageExecutor {

  static final String EVENT = "event";
  static final String CLOCK = "clock";

  private static final StateTag<BagState<Integer>> BAG = StateTags.bag("bag", VarIntCoder.of());

  /** User code. */
  interface Code {
    /** Whether a timer named "expired" fires at the end of a window. */
    default boolean hasWindowExpiration() {
      return false;
    }

    /** Processes an element. */
    void element(int value, Call call);

    /** A timer fires. */
    default void timer(String id, Call call) {}
  }

  /**
   * What user code may do.
   *
   * @param key that it is called for
   */
  record Call(String key, StateNamespace namespace, StageServices services) {

    void add(int value) {
      services.state().state(namespace, BAG).add(value);
    }

    List<Integer> bag() {
      List<Integer> values = new ArrayList<>();
      services.state().state(namespace, BAG).read().forEach(values::add);
      return values;
    }

    void set(String family, String id, long millis) {
      services
          .timers()
          .setTimer(
              namespace, id, family, new Instant(millis), new Instant(millis), domain(family));
    }

    void clear(String family, String id) {
      services.timers().deleteTimer(namespace, id, family, domain(family));
    }

    void grow(long bytes) {
      services.stateGrew(bytes);
    }

    private static TimeDomain domain(String family) {
      return family.equals(EVENT) ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME;
    }
  }

  /**
   * Makes them.
   *
   * @param bundles takes how many inputs each bundle has had
   */
  record Stages(Code code, WindowFn<?, ?> windowFn, List<Integer> bundles)
      implements StageExecutors {

    @Override
    public StageExecutor create(StageSpec spec, StageServices services, StageHost host) {
      return new LateStage(this, services);
    }

    @Override
    public StatefulRoot statefulRoot(StageSpec spec) {
      return root();
    }

    @SuppressWarnings("unchecked") // windows are windows
    Coder<BoundedWindow> windowCoder() {
      return (Coder<BoundedWindow>) (Coder<?>) windowFn.windowCoder();
    }

    StatefulRoot root() {
      return new StatefulRoot(
          List.of(BAG),
          new DeclaredTimers(
              Map.of(), Map.of(EVENT, TimeDomain.EVENT_TIME, CLOCK, TimeDomain.PROCESSING_TIME)),
          code.hasWindowExpiration());
    }
  }

  /**
   * A stage of its own.
   *
   * @param values coder of the values
   */
  @SuppressWarnings("unchecked") // keys and values are objects to the operator
  static StatefulStage stage(Stages stages, Coder<?> values, TimerStrategy timers, int bundleSize) {
    StageOperatorSpec spec =
        new StageOperatorSpec(
            new StageSpec(
                "Late",
                Components.getDefaultInstance(),
                List.of("late"),
                "in",
                List.of("out"),
                DeferredOptions.of(PipelineOptionsFactory.create())),
            stages,
            List.of(),
            new BundleLimits(bundleSize, Integer.MAX_VALUE));
    KeyedStageSpec keyedSpec =
        new KeyedStageSpec(
            "Late",
            (Coder<Object>) (Coder<?>) StringUtf8Coder.of(),
            (Coder<Object>) values,
            stages.windowCoder(),
            Duration.ZERO,
            timers,
            null,
            new QuietSpec("late", List.of()));
    return new StatefulStage(new KeyedStageOperatorFactory(spec, keyedSpec), stages.windowFn);
  }

  private final Stages stages;
  private final StageServices services;
  private final List<Runnable> inputs = new ArrayList<>();

  private LateStage(Stages stages, StageServices services) {
    this.stages = stages;
    this.services = services;
  }

  @Override
  public StatefulRoot statefulRoot() {
    return stages.root();
  }

  @Override
  public SplittableRoot splittableRoot() {
    throw new IllegalStateException();
  }

  @Override
  public boolean changesStateLate() {
    return true;
  }

  @Override
  public boolean requiresStableInput() {
    return false;
  }

  @Override
  public void setUp() {}

  @Override
  public void startBundle() {}

  @Override
  public void processElement(WindowedValue<?> element) {
    KV<?, ?> pair = (KV<?, ?>) element.getValue();
    later(
        pair.getKey(),
        element.getWindows().iterator().next(),
        call -> stages.code.element((Integer) Objects.requireNonNull(pair.getValue()), call));
  }

  @Override
  public void fireTimer(@Nullable Object key, TimerData timer) {
    later(
        key,
        ((WindowNamespace<?>) timer.getNamespace()).getWindow(),
        call -> stages.code.timer(timer.getTimerId(), call));
  }

  @Override
  public void expireWindow(
      @Nullable Object key, BoundedWindow window, Instant timestamp, CausedByDrain causedByDrain) {
    later(key, window, call -> stages.code.timer("expired", call));
  }

  private void later(@Nullable Object key, BoundedWindow window, Consumer<Call> action) {
    StateNamespace namespace = StateNamespaces.window(stages.windowCoder(), window);
    Call call = new Call((String) Objects.requireNonNull(key), namespace, services);
    inputs.add(
        () ->
            services.withKey(
                encoded(call.key()),
                () -> {
                  action.accept(call);
                  return call;
                }));
  }

  @Override
  public void finishBundle() {
    if (!inputs.isEmpty()) {
      stages.bundles.add(inputs.size());
      inputs.forEach(Runnable::run);
      inputs.clear();
    }
  }

  @Override
  public void tearDown() {}

  private static EncodedKey encoded(String key) {
    try {
      return EncodedKey.encode(StringUtf8Coder.of(), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
