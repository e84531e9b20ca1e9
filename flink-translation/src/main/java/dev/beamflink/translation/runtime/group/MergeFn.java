package dev.beamflink.translation.runtime.group;

import java.util.Arrays;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/**
 * A combine function whose inputs are accumulators of another, which ends what the other has begun.
 */
final class MergeFn extends CombineFn<Object, Object, Object> {

  private static final long serialVersionUID = 1L;

  private final CombineFn<Object, Object, Object> fn;

  MergeFn(CombineFn<Object, Object, Object> fn) {
    this.fn = fn;
  }

  @Override
  public Object createAccumulator() {
    return fn.createAccumulator();
  }

  @Override
  public Object addInput(Object accumulator, Object input) {
    return fn.mergeAccumulators(Arrays.asList(accumulator, input));
  }

  @Override
  public Object mergeAccumulators(Iterable<Object> accumulators) {
    return fn.mergeAccumulators(accumulators);
  }

  @Override
  public Object compact(Object accumulator) {
    return fn.compact(accumulator);
  }

  @Override
  public Object extractOutput(Object accumulator) {
    return fn.extractOutput(accumulator);
  }
}
