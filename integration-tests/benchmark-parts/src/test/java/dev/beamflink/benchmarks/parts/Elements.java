package dev.beamflink.benchmarks.parts;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.element.KeyedElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.joda.time.Instant;

/** What is sent to operators, and the DoFns around what is measured. */
final class Elements {

  /** In one call of a benchmark. As many keys, where there are keys. */
  static final int COUNT = 1_000;

  static final Coder<Long> LONG = VarLongCoder.of();

  private Elements() {}

  /** Numbers in the global window. */
  static StreamRecord<Object>[] numbers() {
    return records(
        i ->
            WindowedValues.of((long) i, new Instant(i), GlobalWindow.INSTANCE, PaneInfo.NO_FIRING));
  }

  /** Numbers in the global window, one for each key. */
  static StreamRecord<Object>[] keyedNumbers() {
    EncodedKey[] keys = keys();
    return records(
        i ->
            new KeyedElement<>(
                keys[i],
                WindowedValues.of(
                    (long) i, new Instant(i), GlobalWindow.INSTANCE, PaneInfo.NO_FIRING)));
  }

  /** A number for each key at some time, in a window. */
  static StreamRecord<Object> keyedNumber(EncodedKey key, Instant time, BoundedWindow window) {
    WindowedValue<Long> value = WindowedValues.of(1L, time, window, PaneInfo.NO_FIRING);
    return new StreamRecord<>(new KeyedElement<>(key, value), time.getMillis());
  }

  /** The keys. */
  static EncodedKey[] keys() {
    EncodedKey[] keys = new EncodedKey[COUNT];
    for (int i = 0; i < COUNT; i++) {
      try {
        keys[i] = EncodedKey.encode(StringUtf8Coder.of(), "key-" + i);
      } catch (IOException e) {
        throw new UncheckedIOException("A string can be encoded", e);
      }
    }
    return keys;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static StreamRecord<Object>[] records(IntFunction<Object> element) {
    StreamRecord<Object>[] records = new StreamRecord[COUNT];
    for (int i = 0; i < COUNT; i++) {
      records[i] = new StreamRecord<>(element.apply(i), i);
    }
    return records;
  }

  static final class Numbers extends DoFn<byte[], Long> {
    @ProcessElement
    public void process(OutputReceiver<Long> out) {
      out.output(0L);
    }
  }

  static final class Pairs extends DoFn<byte[], KV<String, Long>> {
    @ProcessElement
    public void process(OutputReceiver<KV<String, Long>> out) {
      out.output(KV.of("", 0L));
    }
  }

  /** The root of a stage. */
  static final class Forward<T> extends DoFn<T, T> {
    @ProcessElement
    public void process(@Element T element, OutputReceiver<T> out) {
      out.output(element);
    }
  }

  static final class Increment extends DoFn<Long, Long> {
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      out.output(number + 1);
    }
  }

  static final class Sink<T> extends DoFn<T, Void> {
    @ProcessElement
    public void process(@Element T element) {}
  }
}
