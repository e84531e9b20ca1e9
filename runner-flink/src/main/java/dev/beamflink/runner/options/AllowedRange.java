package dev.beamflink.runner.options;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers that an option takes, on its getter. Checked before submission by {@link RangeCheck},
 * shown in docs/options.md.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AllowedRange {

  /** {@link #unset} of an option for which no number means "not set". */
  long NEVER_UNSET = Long.MIN_VALUE;

  /** The smallest number, inclusive. */
  long from();

  /** The largest number, inclusive. */
  long to() default Long.MAX_VALUE;

  /** The number that stands for "not set", allowed besides the range. */
  long unset() default NEVER_UNSET;
}
