package dev.beamflink.runner.savepoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/** Puts each number into state of every kind, and says what is in it then. */
final class StatesFn extends DoFn<KV<Long, Long>, String> {

  private static final long serialVersionUID = 1L;

  private static final long TIMER_MILLIS = 150;
  private static final long HOLD_MILLIS = 90;

  @StateId("value")
  private final StateSpec<ValueState<Long>> value = StateSpecs.value(VarLongCoder.of());

  @StateId("bag")
  private final StateSpec<BagState<Long>> bag = StateSpecs.bag(VarLongCoder.of());

  @StateId("set")
  private final StateSpec<SetState<Long>> set = StateSpecs.set(VarLongCoder.of());

  @StateId("map")
  private final StateSpec<MapState<Long, Long>> map =
      StateSpecs.map(VarLongCoder.of(), VarLongCoder.of());

  @StateId("multimap")
  private final StateSpec<MultimapState<Long, Long>> multimap =
      StateSpecs.multimap(VarLongCoder.of(), VarLongCoder.of());

  @StateId("ordered")
  private final StateSpec<OrderedListState<Long>> ordered =
      StateSpecs.orderedList(VarLongCoder.of());

  @StateId("sum")
  private final StateSpec<CombiningState<Long, long[], Long>> sum =
      StateSpecs.combining(Sum.ofLongs());

  @TimerId("event")
  private final TimerSpec event = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Long, Long> element,
      @Timestamp Instant timestamp,
      @StateId("value") ValueState<Long> value,
      @StateId("bag") BagState<Long> bag,
      @StateId("set") SetState<Long> set,
      @StateId("map") MapState<Long, Long> map,
      @StateId("multimap") MultimapState<Long, Long> multimap,
      @StateId("ordered") OrderedListState<Long> ordered,
      @StateId("sum") CombiningState<Long, long[], Long> sum,
      @TimerId("event") Timer event,
      OutputReceiver<String> out) {
    long number = element.getValue();
    Long before = value.read();
    value.write(number);
    bag.add(number);
    set.add(number % 16);
    map.put(number % 16, number);
    multimap.put(number % 8, number);
    ordered.add(TimestampedValue.of(number, timestamp));
    sum.add(number);
    if (before == null) {
      event
          .withOutputTimestamp(Instant.ofEpochMilli(HOLD_MILLIS))
          .set(Instant.ofEpochMilli(TIMER_MILLIS));
    }
    List<Long> last = new ArrayList<>();
    ordered
        .readRange(timestamp.minus(20), timestamp)
        .forEach(earlier -> last.add(earlier.getValue()));
    out.output(
        "%s after %s: bag %s set %s map %s multimap %s ordered %s sum %d"
            .formatted(
                element,
                before,
                sorted(bag.read()),
                sorted(set.read()),
                sorted(map.values().read()),
                sorted(multimap.get(number % 8).read()),
                last,
                sum.read()));
  }

  private static String sorted(Iterable<Long> numbers) {
    List<Long> list = new ArrayList<>();
    numbers.forEach(list::add);
    list.sort(Comparator.naturalOrder());
    long hash = list.hashCode();
    return list.size() + "#" + Long.toHexString(hash & 0xffff); // short, but all of it counts
  }

  @OnTimer("event")
  public void onTimer(
      @Key Long key, @StateId("set") SetState<Long> set, OutputReceiver<String> out) {
    out.output("timer of %d: set %s".formatted(key, sorted(set.read())));
  }
}
