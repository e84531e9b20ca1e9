package dev.beamflink.translation.runtime.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
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

  /** As inputs of the reduction, of which there may be fewer now. */
  List<@Nullable Object> inputs(@Nullable Object gathered);

  /** What the reduction makes of it. */
  @Nullable Object result(@Nullable Object gathered);

  /** Whether there are as many {@link #inputs} as have come; else there is one. */
  boolean keepsEachInput();

  /** The coder of inputs. */
  Coder<Object> inputCoder();

  /** How a reduction's inputs are gathered; empty if that is not known. */
  static Optional<Gathering> of(Reduction reduction) {
    if (reduction instanceof Reduction.Buffering buffering) {
      return Optional.of(new Values(buffering.valueCoder()));
    }
    if (reduction instanceof Reduction.Merging merging) {
      return Optional.of(new Accumulators(merging.fn(), merging.accumulatorCoder()));
    }
    return Optional.empty();
  }

  /** Of GroupByKey: a list of all values. */
  record Values(Coder<Object> inputCoder) implements Gathering {

    @Override
    public Object first(@Nullable Object input) {
      return more(new ArrayList<@Nullable Object>(2), input);
    }

    @Override
    public Object more(@Nullable Object gathered, @Nullable Object input) {
      List<@Nullable Object> values = inputs(gathered);
      values.add(input);
      return values;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // it is the list of above
    public List<@Nullable Object> inputs(@Nullable Object gathered) {
      return (List<@Nullable Object>) gathered;
    }

    @Override
    public Object result(@Nullable Object gathered) {
      return Collections.unmodifiableList(inputs(gathered));
    }

    @Override
    public boolean keepsEachInput() {
      return true;
    }
  }

  /**
   * Of a Combine whose first part is done: the accumulators, merged. Each of them is one of its own
   * for its window, as it may be changed.
   */
  @SuppressWarnings("NullAway") // accumulators may be null, as Beam allows
  record Accumulators(CombineFn<Object, Object, Object> fn, Coder<Object> inputCoder)
      implements Gathering {

    @Override
    public @Nullable Object first(@Nullable Object input) {
      return input;
    }

    @Override
    public @Nullable Object more(@Nullable Object gathered, @Nullable Object input) {
      return fn.mergeAccumulators(Arrays.asList(gathered, input));
    }

    @Override
    public List<@Nullable Object> inputs(@Nullable Object gathered) {
      return Collections.singletonList(fn.compact(gathered));
    }

    @Override
    public @Nullable Object result(@Nullable Object gathered) {
      return fn.extractOutput(gathered);
    }

    @Override
    public boolean keepsEachInput() {
      return false;
    }
  }
}
