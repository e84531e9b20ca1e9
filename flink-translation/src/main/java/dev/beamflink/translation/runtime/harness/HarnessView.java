package dev.beamflink.translation.runtime.harness;

import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.PValueBase;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;

/** A side input of a stage in an SDK harness, for the operator that keeps side inputs. */
@SuppressWarnings("deprecation") // Beam marks what only runners may call
final class HarnessView extends PValueBase implements PCollectionView<EncodedView> {

  private static final long serialVersionUID = 1L;

  private final String tag;
  private final ViewFn<?, EncodedView> viewFn;
  private final WindowingStrategy<?, ?> windowing;
  private final Coder<?> coder;

  HarnessView(
      String tag,
      ViewFn<?, EncodedView> viewFn,
      WindowingStrategy<?, ?> windowing,
      Coder<?> coder) {
    this.tag = tag;
    this.viewFn = viewFn;
    this.windowing = windowing;
    this.coder = coder;
  }

  @Override
  public @Nullable PCollection<?> getPCollection() {
    return null;
  }

  @Override
  public TupleTag<?> getTagInternal() {
    return new TupleTag<>(tag);
  }

  @Override
  public ViewFn<?, EncodedView> getViewFn() {
    return viewFn;
  }

  @Override
  public WindowMappingFn<?> getWindowMappingFn() {
    return windowing.getWindowFn().getDefaultWindowMappingFn();
  }

  @Override
  public WindowingStrategy<?, ?> getWindowingStrategyInternal() {
    return windowing;
  }

  @Override
  public Coder<?> getCoderInternal() {
    return coder;
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HarnessView view && view.tag.equals(tag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tag);
  }
}
