package dev.beamflink.translation.runtime.sideinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private final PCollection<Integer> numbers = Pipeline.create().apply(Create.of(1));

  @SuppressWarnings("unchecked") // a view's coder is one of objects
  private static Coder<Object> coder(PCollectionView<?> view) {
    return (Coder<Object>) (Coder<?>) view.getPCollection().getCoder();
  }

  @Test
  void singletonIsTheOnlyElement() {
    PCollectionView<Integer> view = numbers.apply(View.asSingleton());
    assertEquals(7, Views.of(view, coder(view), List.of(7)));
    assertThrows(IllegalArgumentException.class, () -> Views.of(view, coder(view), List.of(7, 8)));
  }

  @Test
  void singletonOfSeveralFiringsIsWhatTheLastOneGave() {
    PCollectionView<Integer> view = numbers.apply(View.asSingleton());
    assertEquals(8, Views.ofFirings(view, coder(view), List.of(7, 8)));
  }

  @Test
  void iterableOfSeveralFiringsIsAllThatTheyGave() {
    PCollectionView<Iterable<Integer>> view = numbers.apply(View.asIterable());
    Object read = Views.ofFirings(view, coder(view), List.of(7, 8));
    assertEquals(
        List.of(7, 8), StreamSupport.stream(((Iterable<?>) read).spliterator(), false).toList());
  }
}
