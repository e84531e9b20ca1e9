package dev.beamflink.translation.runtime.sideinput;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.runners.core.InMemoryMultimapSideInputView;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations;
import org.apache.beam.sdk.transforms.Materializations.IterableView;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PCollectionViews.SingletonViewFn;
import org.apache.beam.sdk.values.PCollectionViews.SingletonViewFn2;
import org.jspecify.annotations.Nullable;

/** Makes what user code reads from the elements of a side input. */
@SuppressWarnings("deprecation") // Beam marks what only runners may call
final class Views {

  private Views() {}

  /** The view's identity inside its transform. */
  static String tag(PCollectionView<?> view) {
    return view.getTagInternal().getId();
  }

  /**
   * Applies a view's function to what one or more firings of a window gave. A singleton is what the
   * last one gave: firings that come shortly after each other may be in one pane.
   */
  static @Nullable Object ofFirings(
      PCollectionView<?> view, Coder<Object> coder, Iterable<@Nullable Object> elements) {
    return of(view, coder, isSingleton(view.getViewFn()) ? last(elements) : elements);
  }

  private static boolean isSingleton(ViewFn<?, ?> function) {
    return function instanceof SingletonViewFn || function instanceof SingletonViewFn2;
  }

  private static Iterable<@Nullable Object> last(Iterable<@Nullable Object> elements) {
    List<@Nullable Object> last = new ArrayList<>(1);
    for (Object element : elements) {
      last.clear();
      last.add(element);
    }
    return last;
  }

  /**
   * Applies a view's function.
   *
   * @param elements in the form that the view's materialization wants, as the SDK has arranged;
   *     iterated once
   */
  static @Nullable Object of(
      PCollectionView<?> view, Coder<Object> coder, Iterable<@Nullable Object> elements) {
    String urn = view.getViewFn().getMaterialization().getUrn();
    return switch (urn) {
      case Materializations.ITERABLE_MATERIALIZATION_URN -> iterable(view, elements);
      case Materializations.MULTIMAP_MATERIALIZATION_URN -> multimap(view, coder, elements);
      default ->
          throw new UnsupportedOperationException(
              "View %s wants its elements as '%s', found only '%s' and '%s' among what this runner offers. Use one of Beam's own views."
                  .formatted(
                      view,
                      urn,
                      Materializations.ITERABLE_MATERIALIZATION_URN,
                      Materializations.MULTIMAP_MATERIALIZATION_URN));
    };
  }

  @SuppressWarnings("unchecked") // the URN says which view the function takes
  private static @Nullable Object iterable(
      PCollectionView<?> view, Iterable<@Nullable Object> elements) {
    ViewFn<IterableView<@Nullable Object>, @Nullable Object> function =
        (ViewFn<IterableView<@Nullable Object>, @Nullable Object>) (ViewFn<?, ?>) view.getViewFn();
    List<@Nullable Object> decoded = new ArrayList<>();
    elements.forEach(decoded::add);
    List<@Nullable Object> unmodifiable = Collections.unmodifiableList(decoded);
    return function.apply(() -> unmodifiable);
  }

  @SuppressWarnings("unchecked") // the URN says which view the function takes, and of what
  private static @Nullable Object multimap(
      PCollectionView<?> view, Coder<Object> coder, Iterable<@Nullable Object> elements) {
    if (!((Coder<?>) coder instanceof KvCoder<?, ?> pairs)) {
      throw new IllegalStateException(
          "View %s looks elements up by key, but its elements are no KVs (coder: %s)"
              .formatted(view, coder));
    }
    ViewFn<MultimapView<Object, Object>, @Nullable Object> function =
        (ViewFn<MultimapView<Object, Object>, @Nullable Object>) (ViewFn<?, ?>) view.getViewFn();
    return function.apply(
        InMemoryMultimapSideInputView.fromIterable(
            RowLookupCoder.of((Coder<Object>) pairs.getKeyCoder()),
            (Iterable<KV<Object, Object>>) (Iterable<?>) elements));
  }
}
