package dev.beamflink.translation.runtime.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/**
 * Random operations on one kind of state, and what can be seen of it: all that the reference and
 * the state under test must agree in.
 */
enum StateScenario {
  VALUE(StateTags.value("value", NullableCoder.of(VarIntCoder.of()))) {
    @Override
    Object step(Random random, State state) {
      ValueState<Integer> value = cast(state);
      if (random.nextInt(4) == 0) {
        value.clear();
      } else {
        value.write(random.nextInt(5) == 0 ? null : random.nextInt(100));
      }
      return value.read();
    }

    @Override
    Object observe(State state) {
      ValueState<Integer> value = cast(state);
      return String.valueOf(value.readLater().read());
    }
  },

  CHANGEABLE_VALUE(StateTags.value("changeable", ListCoder.of(VarIntCoder.of()))) {
    @Override
    Object step(Random random, State state) {
      ValueState<List<Integer>> value = cast(state);
      List<Integer> list = new ArrayList<>();
      if (value.read() != null) {
        list.addAll(value.read());
      }
      list.add(random.nextInt(100));
      value.write(list);
      return list;
    }

    @Override
    Object observe(State state) {
      ValueState<List<Integer>> value = cast(state);
      return String.valueOf(value.read());
    }
  },

  BAG(StateTags.bag("bag", ByteArrayCoder.of())) {
    @Override
    Object step(Random random, State state) {
      BagState<byte[]> bag = cast(state);
      if (random.nextInt(20) == 0) {
        bag.clear();
      }
      byte[] element = {(byte) random.nextInt(100)};
      bag.add(element);
      return bag.isEmpty().readLater().read();
    }

    @Override
    Object observe(State state) {
      BagState<byte[]> bag = cast(state);
      return List.of(texts(bag.readLater().read(), bytes -> "" + bytes[0]), bag.isEmpty().read());
    }
  },

  COMBINING(StateTags.combiningValue("combining", ListCoder.of(VarIntCoder.of()), new Collect())) {
    @Override
    Object step(Random random, State state) {
      CombiningState<Integer, List<Integer>, String> combining = cast(state);
      switch (random.nextInt(10)) {
        case 0 -> combining.clear();
        case 1 -> combining.addAccum(new ArrayList<>(List.of(random.nextInt(100), 1)));
        case 2 -> {
          List<Integer> taken = combining.getAccum();
          combining.clear();
          combining.addAccum(combining.mergeAccumulators(List.of(taken, List.of(5))));
        }
        default -> combining.add(random.nextInt(100));
      }
      return combining.isEmpty().read();
    }

    @Override
    Object observe(State state) {
      CombiningState<Integer, List<Integer>, String> combining = cast(state);
      return combining.readLater().read()
          + combining.getAccum()
          + combining.isEmpty().readLater().read();
    }
  },

  SET(StateTags.set("set", StringUtf8Coder.of())) {
    @Override
    Object step(Random random, State state) {
      SetState<String> set = cast(state);
      String element = "e" + random.nextInt(10);
      switch (random.nextInt(12)) {
        case 0 -> set.clear();
        case 1, 2, 3 -> set.remove(element);
        case 4, 5, 6 -> {
          return set.addIfAbsent(element).read();
        }
        default -> set.add(element);
      }
      return set.contains(element).readLater().read();
    }

    @Override
    Object observe(State state) {
      SetState<String> set = cast(state);
      return List.of(
          sorted(texts(set.readLater().read(), e -> e)), set.isEmpty().readLater().read());
    }
  },

  MAP(StateTags.map("map", StringUtf8Coder.of(), NullableCoder.of(VarIntCoder.of()))) {
    @Override
    Object step(Random random, State state) {
      MapState<String, Integer> map = cast(state);
      String key = "k" + random.nextInt(10);
      switch (random.nextInt(12)) {
        case 0 -> map.clear();
        case 1, 2 -> map.remove(key);
        case 3 -> map.put(key, null);
        case 4 -> {
          return map.computeIfAbsent(key, String::length).read();
        }
        case 5 -> {
          return map.putIfAbsent(key, 7).read();
        }
        default -> map.put(key, random.nextInt(100));
      }
      return map.get(key).readLater().read() + "," + map.getOrDefault(key, -1).read();
    }

    @Override
    Object observe(State state) {
      MapState<String, Integer> map = cast(state);
      return List.of(
          sorted(texts(map.keys().read(), key -> key)),
          sorted(texts(map.entries().read(), Object::toString)),
          map.isEmpty().read());
    }
  },

  MULTIMAP(StateTags.multimap("multimap", ByteArrayCoder.of(), VarIntCoder.of())) {
    @Override
    Object step(Random random, State state) {
      MultimapState<byte[], Integer> map = cast(state);
      byte[] key = {(byte) random.nextInt(5)};
      switch (random.nextInt(20)) {
        case 0 -> map.clear();
        case 1, 2 -> map.remove(key);
        default -> map.put(key, random.nextInt(100));
      }
      return List.of(
          map.containsKey(key).readLater().read(), texts(map.get(key).read(), String::valueOf));
    }

    @Override
    Object observe(State state) {
      MultimapState<byte[], Integer> map = cast(state);
      return List.of(
          sorted(texts(map.keys().read(), key -> "" + key[0])),
          sorted(texts(map.entries().read(), e -> e.getKey()[0] + "=" + e.getValue())),
          map.isEmpty().read());
    }
  },

  ORDERED_LIST(StateTags.orderedList("ordered", VarIntCoder.of())) {
    @Override
    Object step(Random random, State state) {
      OrderedListState<Integer> list = cast(state);
      Instant from = anyTime(random);
      Instant to = anyTime(random);
      switch (random.nextInt(60)) {
        case 0 -> list.clear();
        case 1, 2 -> {
          if (!to.isBefore(from)) { // the reference knows no empty ranges the wrong way round
            list.clearRange(from, to);
          }
        }
        case 3 -> {
          for (int i = 0; i < 100; i++) {
            list.add(TimestampedValue.of(i, from.plus(i * (random.nextInt(3) - 1))));
          }
        }
        default -> list.add(TimestampedValue.of(random.nextInt(100), from));
      }
      return to.isBefore(from)
          ? ""
          : texts(list.readRangeLater(from, to).readRange(from, to), Object::toString);
    }

    @Override
    Object observe(State state) {
      OrderedListState<Integer> list = cast(state);
      return List.of(texts(list.readLater().read(), Object::toString), list.isEmpty().read());
    }

    private static Instant anyTime(Random random) {
      // dense in places, so that equal timestamps fill whole buckets
      return Instant.ofEpochMilli(
          random.nextBoolean() ? random.nextInt(3) : random.nextInt(2000) - 1000);
    }
  },

  HOLD(StateTags.watermarkStateInternal("hold", TimestampCombiner.EARLIEST)) {
    @Override
    Object step(Random random, State state) {
      WatermarkHoldState hold = cast(state);
      if (random.nextInt(5) == 0) {
        hold.clear();
      } else {
        hold.add(Instant.ofEpochMilli(random.nextInt(1000)));
      }
      return hold.getTimestampCombiner();
    }

    @Override
    Object observe(State state) {
      WatermarkHoldState hold = cast(state);
      return hold.readLater().read() + "," + hold.isEmpty().read();
    }
  };

  private final StateTag<? extends State> tag;

  StateScenario(StateTag<? extends State> tag) {
    this.tag = tag;
  }

  StateTag<? extends State> tag() {
    return tag;
  }

  /** Does something and answers what the state said to it. */
  abstract Object step(Random random, State state);

  /** All that the state holds, in a fixed order. */
  abstract Object observe(State state);

  @SuppressWarnings("unchecked") // each scenario is called with states of its own tag
  private static <S extends State> S cast(State state) {
    return (S) state;
  }

  private static <T> List<String> texts(Iterable<T> elements, Function<T, String> text) {
    List<String> texts = new ArrayList<>();
    for (T element : elements) {
      texts.add(text.apply(element));
    }
    return texts;
  }

  private static List<String> sorted(List<String> texts) {
    Collections.sort(texts);
    return texts;
  }

  /** Collects into a list that it changes in place, as many CombineFns do. */
  static final class Collect extends CombineFn<Integer, List<Integer>, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public Coder<List<Integer>> getAccumulatorCoder(
        CoderRegistry registry, Coder<Integer> inputCoder) {
      return ListCoder.of(inputCoder);
    }

    @Override
    public List<Integer> createAccumulator() {
      return new ArrayList<>();
    }

    @Override
    public List<Integer> addInput(List<Integer> accumulator, Integer input) {
      accumulator.add(input);
      return accumulator;
    }

    @Override
    public List<Integer> mergeAccumulators(Iterable<List<Integer>> accumulators) {
      List<Integer> merged = accumulators.iterator().next();
      boolean first = true;
      for (List<Integer> accumulator : accumulators) {
        if (!first) {
          merged.addAll(accumulator);
        }
        first = false;
      }
      return merged;
    }

    /** Changes the accumulator, which it may. */
    @Override
    public String extractOutput(List<Integer> accumulator) {
      Collections.sort(accumulator);
      String output = accumulator.toString();
      accumulator.clear();
      return output;
    }
  }
}
