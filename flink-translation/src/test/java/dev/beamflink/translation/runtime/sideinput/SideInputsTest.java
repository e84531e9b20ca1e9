package dev.beamflink.translation.runtime.sideinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SideInputsTest {

  private static final String TRANSFORM = "Test/Reader";

  private final PCollection<Integer> numbers =
      Pipeline.create()
          .apply(Create.of(1))
          .apply(Window.into(FixedWindows.of(Duration.millis(10))));
  private final PCollectionView<Iterable<Integer>> all = numbers.apply("All", View.asIterable());
  private final PCollectionView<Integer> optional =
      Pipeline.create()
          .apply(Create.of(1).withCoder(NullableCoder.of(VarIntCoder.of())))
          .apply("Optional", View.<Integer>asSingleton().withDefaultValue(null));

  @Test
  void viewIsTheSameUntilSomethingNewComes() throws Exception {
    SideInputs sideInputs = sideInputs(all);
    SideInputReader reader = sideInputs.reader(TRANSFORM);
    sideInputs.add(block(0, 5));
    Iterable<Integer> first = reader.get(all, window(0));
    assertEquals(List.of(5), list(first));
    assertSame(first, reader.get(all, window(0)));
    sideInputs.add(block(0, 6));
    Iterable<Integer> second = reader.get(all, window(0));
    assertEquals(List.of(5, 6), list(second));
    assertSame(second, reader.get(all, window(0)));
  }

  @Test
  void windowsTakeTurns() throws Exception {
    SideInputs sideInputs = sideInputs(all);
    SideInputReader reader = sideInputs.reader(TRANSFORM);
    sideInputs.add(block(0, 5));
    sideInputs.add(block(10, 6));
    for (int i = 0; i < 2; i++) {
      assertEquals(List.of(5), list(reader.get(all, window(0))));
      assertEquals(List.of(6), list(reader.get(all, window(10))));
    }
  }

  @Test
  void emptyViewIsMadeOnceForAllWindows() throws Exception {
    SideInputReader reader = sideInputs(all).reader(TRANSFORM);
    Iterable<Integer> empty = reader.get(all, window(0));
    assertEquals(List.of(), list(empty));
    assertSame(empty, reader.get(all, window(10)));
  }

  @Test
  void windowThatIsForgottenIsNotReadAnyMore() throws Exception {
    SideInputs sideInputs = sideInputs(all);
    SideInputReader reader = sideInputs.reader(TRANSFORM);
    sideInputs.add(block(0, 5));
    Iterable<Integer> before = reader.get(all, window(0));
    sideInputs.dropExpired(100);
    assertNotSame(before, reader.get(all, window(0)));
  }

  @Test
  void valueMayBeNull() throws Exception {
    SideInputReader reader = sideInputs(optional).reader(TRANSFORM);
    assertNull(reader.get(optional, window(0)));
    assertNull(reader.get(optional, window(0)));
  }

  private static List<Integer> list(Iterable<Integer> values) {
    List<Integer> all = new ArrayList<>();
    values.forEach(all::add);
    return all;
  }

  @SuppressWarnings("unchecked") // a view's coder is one of objects
  private static SideInputs sideInputs(PCollectionView<?> view) {
    return SideInputs.inMemory(
        new SideInputsSpec(
            List.of(
                new SideInputSpec(
                    "Side",
                    (Coder<Object>) (Coder<?>) view.getPCollection().getCoder(),
                    view.getPCollection().getWindowingStrategy(),
                    PaneRule.PER_FIRING,
                    false,
                    1)),
            List.of(
                new SideInputViewSpec(
                    TRANSFORM, Views.tag(view), "Side", view.getWindowMappingFn())),
            Duration.ZERO));
  }

  private static SideInputBlock block(long windowStart, int element) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VarIntCoder.of().encode(element, bytes);
    return new SideInputBlock(
        "Side",
        CoderUtils.encodeToByteArray(
            IntervalWindow.getCoder(), (IntervalWindow) window(windowStart)),
        false,
        false,
        1,
        bytes.toByteArray());
  }

  private static BoundedWindow window(long start) {
    return new IntervalWindow(new Instant(start), new Instant(start + 10));
  }
}
