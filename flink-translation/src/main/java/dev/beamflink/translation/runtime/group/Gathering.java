package dev.beamflink.translation.runtime.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.runners.core.GlobalCombineFnRunner;
import org.apache.beam.runners.core.GlobalCombineFnRunners;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.GroupingState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * How the inputs of a {@link Reduction} are gathered in memory. What is gathered is an object of
 * the implementation's own, and belongs to one key and window.
 */
interface Gathering {

  /** What is gathered when there is one input. */
  @Nullable Object first(@Nullable Object input);

  /** What is gathered when another input has come; what was before is of no use then. */
  @Nullable Object more(@Nullable Object gathered, @Nullable Object input);

  /** What is gathered of two groups together; what was before is of no use then. */
  @Nullable Object merge(@Nullable Object one, @Nullable Object other);

  /** What the reduction makes of nothing. */
  @Nullable Object resultOfNone();

  /**
   * What the reduction makes of it.
   *
   * @param goesOn whether what is gathered is needed further on, and does not change with the
   *     result
   */
  @Nullable Object result(@Nullable Object gathered, boolean goesOn);

  /** Adds it to what state has of the reduction. */
  void addTo(GroupingState<Object, ?> values, @Nullable Object gathered);

  /** Adds what state has in one place to what it has in another, and clears the first. */
  void move(GroupingState<Object, ?> from, GroupingState<Object, ?> to);

  /** Whether memory grows with each input; else there is one accumulator. */
  boolean keepsEachInput();

  /** The size of what is gathered, or of the input if each is kept, is measured with this coder. */
  Coder<Object> sizedCoder();

  /** How a reduction's inputs are gathered. */
  static Gathering of(Reduction reduction, PipelineOptions options) {
    if (reduction instanceof Reduction.Buffering buffering) {
      return new Values(buffering.valueCoder());
    }
    if (reduction instanceof Reduction.Merging merging) {
      return new Accumulators(merging.fn(), merging.accumulatorCoder());
    }
    Reduction.Combining combining = (Reduction.Combining) reduction;
    return new Inputs(
        GlobalCombineFnRunners.create(combining.fn()), options, combining.accumulatorCoder());
  }

  /** Of GroupByKey: a list of all values. */
  record Values(Coder<Object> sizedCoder) implements Gathering {

    @Override
    public Object first(@Nullable Object input) {
      return more(new ArrayList<@Nullable Object>(2), input);
    }

    @Override
    public Object more(@Nullable Object gathered, @Nullable Object input) {
      list(gathered).add(input);
      return list(gathered);
    }

    @Override
    public Object merge(@Nullable Object one, @Nullable Object other) {
      list(one).addAll(list(other));
      return list(one);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // it is the list of above
    private static List<@Nullable Object> list(@Nullable Object gathered) {
      return (List<@Nullable Object>) gathered;
    }

    @Override
    public Object resultOfNone() {
      return List.of();
    }

    @Override
    public Object result(@Nullable Object gathered, boolean goesOn) {
      List<@Nullable Object> values =
          goesOn ? new ArrayList<@Nullable Object>(list(gathered)) : list(gathered);
      return Collections.unmodifiableList(values);
    }

    @Override
    @SuppressWarnings("NullAway") // values may be null, as Beam allows
    public void addTo(GroupingState<Object, ?> values, @Nullable Object gathered) {
      list(gathered).forEach(values::add);
    }

    @Override
    public void move(GroupingState<Object, ?> from, GroupingState<Object, ?> to) {
      ((Iterable<?>) from.read()).forEach(to::add);
      from.clear();
    }

    @Override
    public boolean keepsEachInput() {
      return true;
    }
  }

  /** Of a Combine, in both of its forms: an accumulator. */
  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  abstract class Combined implements Gathering {

    private final Coder<Object> accumulatorCoder;

    Combined(Coder<Object> accumulatorCoder) {
      this.accumulatorCoder = accumulatorCoder;
    }

    abstract Object create();

    abstract Object merge(List<Object> accumulators);

    abstract Object extract(Object accumulator);

    abstract Object compact(Object accumulator);

    @Override
    public final @Nullable Object merge(@Nullable Object one, @Nullable Object other) {
      return merge(Arrays.asList(one, other));
    }

    @Override
    public final @Nullable Object resultOfNone() {
      return extract(create());
    }

    @Override
    public final @Nullable Object result(@Nullable Object gathered, boolean goesOn) {
      try {
        return extract(goesOn ? CoderUtils.clone(accumulatorCoder, gathered) : gathered);
      } catch (CoderException e) {
        throw new IllegalArgumentException("The coder of accumulators refuses one", e);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // the state of a Combine
    public final void addTo(GroupingState<Object, ?> values, @Nullable Object gathered) {
      ((CombiningState<Object, Object, ?>) values).addAccum(compact(gathered));
    }

    @Override
    @SuppressWarnings("unchecked") // the state of a Combine
    public final void move(GroupingState<Object, ?> from, GroupingState<Object, ?> to) {
      ((CombiningState<Object, Object, ?>) to)
          .addAccum(((CombiningState<Object, Object, ?>) from).getAccum());
      from.clear();
    }

    @Override
    public final boolean keepsEachInput() {
      return false;
    }

    @Override
    public final Coder<Object> sizedCoder() {
      return accumulatorCoder;
    }
  }

  /**
   * Of a Combine whose first part is done: inputs are accumulators. Each of them is one of its own
   * for its window, as it may be changed.
   */
  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  final class Accumulators extends Combined {

    private final CombineFn<Object, Object, Object> fn;

    Accumulators(CombineFn<Object, Object, Object> fn, Coder<Object> accumulatorCoder) {
      super(accumulatorCoder);
      this.fn = fn;
    }

    @Override
    public @Nullable Object first(@Nullable Object input) {
      return input;
    }

    @Override
    public @Nullable Object more(@Nullable Object gathered, @Nullable Object input) {
      return fn.mergeAccumulators(Arrays.asList(gathered, input));
    }

    @Override
    Object create() {
      return fn.createAccumulator();
    }

    @Override
    Object merge(List<Object> accumulators) {
      return fn.mergeAccumulators(accumulators);
    }

    @Override
    Object extract(Object accumulator) {
      return fn.extractOutput(accumulator);
    }

    @Override
    Object compact(Object accumulator) {
      return fn.compact(accumulator);
    }
  }

  /** Of a Combine as a whole: inputs are added to an accumulator. */
  @SuppressWarnings("NullAway") // inputs and accumulators may be null, as Beam allows
  final class Inputs extends Combined {

    /** Of side inputs, which there are none. */
    private static final List<GlobalWindow> ANY_WINDOW = List.of(GlobalWindow.INSTANCE);

    private final GlobalCombineFnRunner<Object, Object, Object> fn;
    private final PipelineOptions options;

    Inputs(
        GlobalCombineFnRunner<Object, Object, Object> fn,
        PipelineOptions options,
        Coder<Object> accumulatorCoder) {
      super(accumulatorCoder);
      this.fn = fn;
      this.options = options;
    }

    @Override
    public @Nullable Object first(@Nullable Object input) {
      return more(create(), input);
    }

    @Override
    public @Nullable Object more(@Nullable Object gathered, @Nullable Object input) {
      return fn.addInput(gathered, input, options, NullSideInputReader.empty(), ANY_WINDOW);
    }

    @Override
    Object create() {
      return fn.createAccumulator(options, NullSideInputReader.empty(), ANY_WINDOW);
    }

    @Override
    Object merge(List<Object> accumulators) {
      return fn.mergeAccumulators(accumulators, options, NullSideInputReader.empty(), ANY_WINDOW);
    }

    @Override
    Object extract(Object accumulator) {
      return fn.extractOutput(accumulator, options, NullSideInputReader.empty(), ANY_WINDOW);
    }

    @Override
    Object compact(Object accumulator) {
      return fn.compact(accumulator, options, NullSideInputReader.empty(), ANY_WINDOW);
    }
  }
}
