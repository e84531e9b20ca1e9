package dev.beamflink.translation.runtime.group;

import java.io.Serializable;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.AppliedCombineFn;

/**
 * What becomes of the values of one key and window. Shipped in an operator's factory.
 *
 * <p>All kinds keep what they have under the same name, {@value #VALUES}: see {@link GroupStates}.
 */
public sealed interface Reduction extends Serializable {

  /** Id of the state that holds the values; part of the savepoint format. */
  String VALUES = "values";

  /** Runs the reduction for all keys and windows. */
  ReduceFn<Object, Object, Object, BoundedWindow> reduceFn();

  /** The state that holds the values. */
  StateTag<?> values();

  /**
   * GroupByKey: keeps the values and emits all of them.
   *
   * @param valueCoder of the values
   */
  record Buffering(Coder<Object> valueCoder) implements Reduction {

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // its output, an Iterable, is an Object
    public ReduceFn<Object, Object, Object, BoundedWindow> reduceFn() {
      return (ReduceFn) SystemReduceFn.<Object, Object, BoundedWindow>buffering(valueCoder);
    }

    @Override
    public StateTag<?> values() {
      return StateTags.makeSystemTagInternal(StateTags.bag(VALUES, valueCoder));
    }
  }

  /**
   * Combine: keeps an accumulator and emits its output.
   *
   * @param fn a {@link CombineFn} or {@link CombineFnWithContext} without side inputs
   * @param accumulatorCoder of the accumulators
   */
  record Combining(GlobalCombineFn<Object, Object, Object> fn, Coder<Object> accumulatorCoder)
      implements Reduction {

    @Override
    @SuppressWarnings("NullAway") // the key's coder is not used
    public ReduceFn<Object, Object, Object, BoundedWindow> reduceFn() {
      return SystemReduceFn.combining(
          null, AppliedCombineFn.withAccumulatorCoder(fn, accumulatorCoder));
    }

    @Override
    public StateTag<?> values() {
      return StateTags.makeSystemTagInternal(
          fn instanceof CombineFnWithContext<Object, Object, Object> withContext
              ? StateTags.combiningValueWithContext(VALUES, accumulatorCoder, withContext)
              : StateTags.combiningValue(
                  VALUES, accumulatorCoder, (CombineFn<Object, Object, Object>) fn));
    }
  }

  /**
   * The second part of a Combine: its values are accumulators. What it keeps is what {@link
   * Combining} keeps.
   *
   * @param fn made the accumulators
   * @param accumulatorCoder of the accumulators
   */
  record Merging(CombineFn<Object, Object, Object> fn, Coder<Object> accumulatorCoder)
      implements Reduction {

    private Combining combining() {
      return new Combining(new MergeFn(fn), accumulatorCoder);
    }

    @Override
    public ReduceFn<Object, Object, Object, BoundedWindow> reduceFn() {
      return combining().reduceFn();
    }

    @Override
    public StateTag<?> values() {
      return combining().values();
    }
  }
}
