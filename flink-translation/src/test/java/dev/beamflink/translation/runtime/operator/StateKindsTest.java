package dev.beamflink.translation.runtime.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * User state of every kind: one value per key and window, gone when the window has expired. Each
 * DoFn adds its elements to the state and puts out what that holds then; a 0 clears it.
 */
class StateKindsTest {

  private static final Window<KV<String, Integer>> TENS =
      Window.into(FixedWindows.of(Duration.millis(10)));

  /**
   * A DoFn, and what it puts out for 1, 2 and again 2 of one key, 3 of that key in the next window,
   * and for 5 of another key.
   */
  private record Kind(
      DoFn<KV<String, Integer>, String> fn,
      String one,
      String two,
      String twoAgain,
      String three,
      String five) {
    @Override
    public String toString() {
      return fn.getClass().getSimpleName();
    }
  }

  private static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(new ValueFn(), "1", "12", "122", "3", "5"),
        new Kind(new BagFn(), "[1]", "[1, 2]", "[1, 2, 2]", "[3]", "[5]"),
        new Kind(new SetFn(), "[1]", "[1, 2]", "[1, 2]", "[3]", "[5]"),
        new Kind(new CombiningFn(), "1", "3", "5", "3", "5"),
        new Kind(new MapFn(), "{1=1}", "{1=1, 2=1}", "{1=1, 2=2}", "{3=1}", "{5=1}"),
        new Kind(
            new MultimapFn(),
            "{odd=[1]}",
            "{even=[2], odd=[1]}",
            "{even=[2, 2], odd=[1]}",
            "{odd=[3]}",
            "{odd=[5]}"),
        new Kind(new OrderedListFn(), "[1@3]", "[2@2, 1@3]", "[2@2, 1@3, 2@5]", "[3@12]", "[5@3]"));
  }

  private static Stream<Arguments> kindsAndRuns() {
    return kinds().flatMap(kind -> StatefulScenario.Run.all().map(run -> Arguments.of(kind, run)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndRuns")
  void isOfItsKeyAndWindow(Kind kind, StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(kind.fn, TENS)
        .element("a", 1, 3)
        .element("a", 2, 2)
        .expect(kind.one + " @3 [0..10)", kind.two + " @2 [0..10)")
        .element("b", 5, 3)
        .element("a", 3, 12)
        .expect(kind.five + " @3 [0..10)", kind.three + " @12 [10..20)")
        .element("a", 2, 5)
        .expect(kind.twoAgain + " @5 [0..10)")
        .element("a", 0, 6)
        .element("a", 1, 3)
        .expect("cleared @6 [0..10)", kind.one + " @3 [0..10)")
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("kindsAndRuns")
  void endsWithItsWindow(Kind kind, StatefulScenario.Run run) throws Exception {
    StatefulScenario.of(kind.fn, TENS)
        .element("a", 1, 3)
        .element("a", 2, 2)
        .element("b", 5, 3)
        .expect(kind.one + " @3 [0..10)", kind.two + " @2 [0..10)", kind.five + " @3 [0..10)")
        .watermark(10)
        .element("a", 2, 5) // too late
        .expect()
        .watermark(11)
        .expectStateEntries(0)
        .element("a", 2, 5)
        .expect()
        .expectStateEntries(0)
        .run(run);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isTheSameInBatch(Kind kind) throws Exception {
    StatefulScenario.of(kind.fn, TENS)
        .element("a", 1, 3)
        .element("a", 2, 2)
        .element("b", 5, 3)
        .element("a", 3, 12)
        .element("a", 2, 5)
        .runInBatch(
            kind.one + " @3 [0..10)",
            kind.two + " @2 [0..10)",
            kind.twoAgain + " @5 [0..10)",
            kind.three + " @12 [10..20)",
            kind.five + " @3 [0..10)");
  }

  private static final class ValueFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<ValueState<String>> spec = StateSpecs.value(StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") ValueState<String> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      String before = state.read();
      state.write((before == null ? "" : before) + element.getValue());
      out.output(state.read());
    }
  }

  private static final class BagFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<BagState<Integer>> spec = StateSpecs.bag(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") BagState<Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      state.add(element.getValue());
      out.output(sorted(state.read()).toString());
    }
  }

  private static final class SetFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<SetState<Integer>> spec = StateSpecs.set(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") SetState<Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      state.add(element.getValue());
      out.output(sorted(state.read()).toString());
    }
  }

  private static final class CombiningFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<CombiningState<Integer, int[], Integer>> spec =
        StateSpecs.combining(Sum.ofIntegers());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") CombiningState<Integer, int[], Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      state.add(element.getValue());
      out.output(state.read().toString());
    }
  }

  private static final class MapFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<MapState<Integer, Integer>> spec =
        StateSpecs.map(VarIntCoder.of(), VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") MapState<Integer, Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      int before = state.getOrDefault(element.getValue(), 0).read();
      state.put(element.getValue(), before + 1);
      Map<Integer, Integer> all = new TreeMap<>();
      state.entries().read().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
      out.output(all.toString());
    }
  }

  private static final class MultimapFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<MultimapState<String, Integer>> spec =
        StateSpecs.multimap(StringUtf8Coder.of(), VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("state") MultimapState<String, Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      state.put(element.getValue() % 2 == 0 ? "even" : "odd", element.getValue());
      Map<String, List<Integer>> all = new TreeMap<>();
      for (String key : new TreeSet<>(list(state.keys().read()))) {
        all.put(key, sorted(state.get(key).read()));
      }
      out.output(all.toString());
    }
  }

  private static final class OrderedListFn extends DoFn<KV<String, Integer>, String> {
    @StateId("state")
    private final StateSpec<OrderedListState<Integer>> spec =
        StateSpecs.orderedList(VarIntCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @Timestamp Instant timestamp,
        @StateId("state") OrderedListState<Integer> state,
        OutputReceiver<String> out) {
      if (element.getValue() == 0) {
        state.clear();
        out.output("cleared");
        return;
      }
      state.add(TimestampedValue.of(element.getValue(), timestamp));
      List<String> all = new ArrayList<>();
      for (TimestampedValue<Integer> value : state.read()) {
        all.add(value.getValue() + "@" + value.getTimestamp().getMillis());
      }
      out.output(all.toString());
    }
  }

  private static <T> List<T> list(Iterable<T> values) {
    List<T> all = new ArrayList<>();
    values.forEach(all::add);
    return all;
  }

  private static List<Integer> sorted(Iterable<Integer> values) {
    return list(values).stream().sorted().toList();
  }
}
