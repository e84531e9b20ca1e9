package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.group.spill.GroupMemory;
import dev.beamflink.translation.runtime.group.spill.ValueBag;
import dev.beamflink.translation.runtime.spill.SpillFiles;
import org.jspecify.annotations.Nullable;

/** How a group keeps its inputs in BATCH: all of them, or an accumulator. */
final class BagOrAccumulator {

  private BagOrAccumulator() {}

  /** As the reduction of a group needs it. */
  static KeptInputs.Maker of(GroupSpec spec, GroupMemory memory, SpillFiles files) {
    if (spec.reduction() instanceof Reduction.Buffering buffering) {
      return () -> new Bag(new ValueBag<>(buffering.valueCoder(), memory, files));
    }
    Gathering gathering = Gathering.of(spec.reduction(), spec.options().get());
    return () -> new Accumulator(gathering);
  }

  /** Of GroupByKey: all values, which go to disk when they are too many. */
  private static final class Bag implements KeptInputs {

    private final ValueBag<@Nullable Object> values;

    Bag(ValueBag<@Nullable Object> values) {
      this.values = values;
    }

    @Override
    public void add(@Nullable Object input) {
      values.add(input);
    }

    @Override
    public Object result(boolean goesOn) {
      return values.read();
    }

    @Override
    public void clear() {
      values.clear();
    }
  }

  /** Of a Combine. */
  private static final class Accumulator implements KeptInputs {

    private final Gathering gathering;
    private @Nullable Object accumulator;
    private boolean hasInputs;

    Accumulator(Gathering gathering) {
      this.gathering = gathering;
    }

    @Override
    public void add(@Nullable Object input) {
      accumulator = hasInputs ? gathering.more(accumulator, input) : gathering.first(input);
      hasInputs = true;
    }

    @Override
    public @Nullable Object result(boolean goesOn) {
      return hasInputs ? gathering.result(accumulator, goesOn) : gathering.resultOfNone();
    }

    @Override
    public void clear() {
      accumulator = null;
      hasInputs = false;
    }
  }
}
