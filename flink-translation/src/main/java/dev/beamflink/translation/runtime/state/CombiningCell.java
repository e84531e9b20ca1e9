package dev.beamflink.translation.runtime.state;

import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.jspecify.annotations.Nullable;

/**
 * Beam's combining state as a Flink value state of the accumulator.
 *
 * <p>The heap backend keeps the accumulator as an object, which the {@code CombineFn} may change as
 * it adds; what leaves the state is a copy.
 */
final class CombiningCell<
        InputT extends @Nullable Object,
        AccumT extends @Nullable Object,
        OutputT extends @Nullable Object>
    implements StateCell<CombiningState<InputT, AccumT, OutputT>> {

  /** Gives the function to combine with in the context of an access. */
  interface Combiner<
      InputT extends @Nullable Object,
      AccumT extends @Nullable Object,
      OutputT extends @Nullable Object> {
    CombineFn<InputT, AccumT, OutputT> in(StateContext<?> context);
  }

  private final ScopedValue<StoredValue<AccumT>> accumulators;
  private final ValueCodec<AccumT> codec;
  private final Combiner<InputT, AccumT, OutputT> combiner;

  CombiningCell(
      ScopedValue<StoredValue<AccumT>> accumulators,
      ValueCodec<AccumT> codec,
      Combiner<InputT, AccumT, OutputT> combiner) {
    this.accumulators = accumulators;
    this.codec = codec;
    this.combiner = combiner;
  }

  @Override
  public CombiningState<InputT, AccumT, OutputT> at(
      EncodedNamespace namespace, StateContext<?> context) {
    return new Bound<>(this, namespace, combiner.in(context));
  }

  private static final class Bound<
          InputT extends @Nullable Object,
          AccumT extends @Nullable Object,
          OutputT extends @Nullable Object>
      implements CombiningState<InputT, AccumT, OutputT> {

    private final CombiningCell<InputT, AccumT, OutputT> cell;
    private final EncodedNamespace namespace;
    private final CombineFn<InputT, AccumT, OutputT> fn;

    Bound(
        CombiningCell<InputT, AccumT, OutputT> cell,
        EncodedNamespace namespace,
        CombineFn<InputT, AccumT, OutputT> fn) {
      this.cell = cell;
      this.namespace = namespace;
      this.fn = fn;
    }

    @Override
    public void add(InputT input) {
      StoredValue<AccumT> stored = cell.accumulators.get(namespace);
      AccumT accumulator = stored == null ? fn.createAccumulator() : stored.get(cell.codec);
      store(fn.addInput(accumulator, input));
    }

    @Override
    public void addAccum(AccumT added) {
      StoredValue<AccumT> stored = cell.accumulators.get(namespace);
      AccumT accumulator = stored == null ? fn.createAccumulator() : stored.get(cell.codec);
      store(fn.mergeAccumulators(Arrays.asList(accumulator, added)));
    }

    @Override
    public AccumT getAccum() {
      StoredValue<AccumT> stored = cell.accumulators.get(namespace);
      return stored == null ? fn.createAccumulator() : stored.getDetached(cell.codec);
    }

    @Override
    public OutputT read() {
      return fn.extractOutput(getAccum()); // detached, as extractOutput may change it
    }

    @Override
    public AccumT mergeAccumulators(Iterable<AccumT> several) {
      return fn.mergeAccumulators(several);
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return new Deferred<>(() -> cell.accumulators.get(namespace) == null);
    }

    @Override
    public void clear() {
      cell.accumulators.clear(namespace);
    }

    @Override
    public CombiningState<InputT, AccumT, OutputT> readLater() {
      return this;
    }

    private void store(AccumT accumulator) {
      cell.accumulators.set(namespace, StoredValue.ofAccumulator(accumulator, cell.codec));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bound<?, ?, ?> that
          && cell == that.cell
          && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
      return Objects.hash(cell, namespace);
    }
  }
}
