package dev.beamflink.translation.runtime.wire;

import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.jspecify.annotations.Nullable;

/**
 * Finds the format of a coder. It is chosen by the coder's very class, as a subclass may write
 * something else.
 */
public final class ValueFormats {

  private static final Map<Class<?>, Function<Coder<?>, ValueFormat<?>>> OF_CODERS =
      Map.ofEntries(
          Map.entry(VarLongCoder.class, coder -> new VarLongFormat()),
          Map.entry(VarIntCoder.class, coder -> new VarIntFormat()),
          Map.entry(BigEndianLongCoder.class, coder -> new BigEndianLongFormat()),
          Map.entry(BigEndianIntegerCoder.class, coder -> new BigEndianIntegerFormat()),
          Map.entry(DoubleCoder.class, coder -> new DoubleFormat()),
          Map.entry(BooleanCoder.class, coder -> new BooleanFormat()),
          Map.entry(VoidCoder.class, coder -> new VoidFormat()),
          Map.entry(StringUtf8Coder.class, coder -> new StringFormat()),
          Map.entry(ByteArrayCoder.class, coder -> new BytesFormat()),
          Map.entry(IntervalWindow.IntervalWindowCoder.class, coder -> new IntervalWindowFormat()),
          Map.entry(NullableCoder.class, coder -> nullable((NullableCoder<?>) coder)),
          Map.entry(KvCoder.class, coder -> pair((KvCoder<?, ?>) coder)));

  private ValueFormats() {}

  /** A new format that writes what the coder does; by way of the coder where there is no other. */
  @SuppressWarnings("unchecked") // the format is one of the coder's values
  public static <T extends @Nullable Object> ValueFormat<T> of(Coder<T> coder) {
    if (coder instanceof FormattedCoder<?> own) {
      return (ValueFormat<T>) own.newFormat();
    }
    Function<Coder<?>, ValueFormat<?>> known = OF_CODERS.get(coder.getClass());
    return known == null ? new CoderFormat<>(coder) : (ValueFormat<T>) known.apply(coder);
  }

  private static <T> ValueFormat<?> nullable(NullableCoder<T> coder) {
    return new NullableFormat<>(of(coder.getValueCoder()));
  }

  private static <K, V> ValueFormat<?> pair(KvCoder<K, V> coder) {
    return new PairFormat<>(of(coder.getKeyCoder()), of(coder.getValueCoder()));
  }
}
