package dev.beamflink.translation.runtime.harness;

import org.apache.beam.model.pipeline.v1.RunnerApi.StandardSideInputTypes;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materialization;
import org.apache.beam.sdk.transforms.Materializations;
import org.apache.beam.sdk.transforms.Materializations.IterableView;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Makes {@link EncodedView}s; the elements are asked for as they are, whatever the SDK's view. */
final class EncodedViewFn extends ViewFn<IterableView<Object>, EncodedView> {

  private static final long serialVersionUID = 1L;

  /** The access pattern of side inputs that are read as a whole. */
  static final String ITERABLE = BeamUrns.getUrn(StandardSideInputTypes.Enum.ITERABLE);

  /** The access pattern of side inputs that are looked up by key. */
  static final String MULTIMAP = BeamUrns.getUrn(StandardSideInputTypes.Enum.MULTIMAP);

  private final Coder<Object> coder;
  private final boolean byKey;

  /**
   * @param coder of the elements
   * @param accessPattern one of the two above
   */
  EncodedViewFn(Coder<Object> coder, String accessPattern) {
    this.coder = coder;
    this.byKey = accessPattern.equals(MULTIMAP);
  }

  @Override
  public Materialization<IterableView<Object>> getMaterialization() {
    return Materializations.iterable();
  }

  @Override
  @SuppressWarnings("unchecked") // a multimap is made of pairs
  public EncodedView apply(IterableView<Object> elements) {
    return byKey
        ? EncodedView.multimap(elements.get(), (KvCoder<Object, Object>) (Coder<?>) coder)
        : EncodedView.iterable(elements.get(), coder);
  }

  @Override
  public TypeDescriptor<EncodedView> getTypeDescriptor() {
    return TypeDescriptor.of(EncodedView.class);
  }
}
