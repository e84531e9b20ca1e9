package dev.beamflink.translation.runtime.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.BigEndianShortCoder;
import org.apache.beam.sdk.coders.BigIntegerCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.DurationCoder;
import org.apache.beam.sdk.coders.FloatCoder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.LengthPrefixCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.OptionalCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.TextualIntegerCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow.IntervalWindowCoder;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.PaneInfoCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TimestampedValue.TimestampedValueCoder;
import org.jspecify.annotations.Nullable;

/**
 * Knows the coders whose values nobody can change, so that state may keep the values themselves.
 *
 * <p>Compares exact classes: a subclass may decode into something else.
 */
final class ImmutableTypes {

  private static final Set<Class<?>> LEAVES =
      Set.of(
          BigDecimalCoder.class,
          BigEndianIntegerCoder.class,
          BigEndianLongCoder.class,
          BigEndianShortCoder.class,
          BigIntegerCoder.class,
          BooleanCoder.class,
          ByteCoder.class,
          DoubleCoder.class,
          DurationCoder.class,
          FloatCoder.class,
          GlobalWindow.Coder.class,
          InstantCoder.class,
          IntervalWindowCoder.class,
          PaneInfoCoder.class,
          StringUtf8Coder.class,
          TextualIntegerCoder.class,
          VarIntCoder.class,
          VarLongCoder.class,
          VoidCoder.class);

  /** Immutable if their components are. */
  private static final Set<Class<?>> CONTAINERS =
      Set.of(
          KvCoder.class,
          LengthPrefixCoder.class,
          NullableCoder.class,
          OptionalCoder.class,
          TimestampedValueCoder.class);

  private ImmutableTypes() {}

  /** About how many bytes a value of such a coder takes when it is encoded. */
  static long roughBytes(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length();
    } else if (value instanceof KV<?, ?> pair) {
      return roughBytes(pair.getKey()) + roughBytes(pair.getValue());
    } else if (value instanceof Optional<?> optional) {
      return roughBytes(optional.orElse(null));
    } else if (value instanceof TimestampedValue<?> timestamped) {
      return Long.BYTES + roughBytes(timestamped.getValue());
    } else if (value instanceof BigInteger number) {
      return number.bitLength() / Byte.SIZE;
    } else if (value instanceof BigDecimal number) {
      return roughBytes(number.unscaledValue());
    }
    return Long.BYTES;
  }

  static boolean encodedBy(Coder<?> coder) {
    if (LEAVES.contains(coder.getClass())) {
      return true;
    }
    if (!CONTAINERS.contains(coder.getClass())) {
      return false;
    }
    for (Coder<?> component : coder.getCoderArguments()) {
      if (!encodedBy(component)) {
        return false;
      }
    }
    return true;
  }
}
