package dev.beamflink.translation.runtime.group;

import dev.beamflink.translation.runtime.element.EncodedKey;
import dev.beamflink.translation.runtime.keyed.CurrentKey;
import org.apache.beam.runners.core.ReduceFnRunner;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long a {@code ReduceFnRunner} lives. It knows nothing of its key but the set of
 * windows that have state, which it loads when it is made and saves on {@code persist()}; and that
 * only where windows merge.
 */
interface GroupRunners {

  /** Makes a runner for the current key. */
  @FunctionalInterface
  interface Maker {
    ReduceFnRunner<Object, Object, Object, BoundedWindow> make();
  }

  /** A choice among the factory methods of this interface. */
  @FunctionalInterface
  interface Lifetime {
    GroupRunners of(Maker maker);
  }

  /** The runner to use for the current key. */
  ReduceFnRunner<Object, Object, Object, BoundedWindow> acquire();

  /** The use of the runner that was acquired is over; the current key is the same. */
  default void release(ReduceFnRunner<Object, Object, Object, BoundedWindow> runner) {}

  /** Windows do not merge: one runner for all keys. */
  static GroupRunners oneForAllKeys(Maker maker) {
    ReduceFnRunner<Object, Object, Object, BoundedWindow> runner = maker.make();
    return () -> runner;
  }

  /** Windows merge, and a key never comes back: the window set stays in memory. */
  static GroupRunners onePerKey(Maker maker, CurrentKey key) {
    return new GroupRunners() {
      private @Nullable EncodedKey runnerKey;
      private @Nullable ReduceFnRunner<Object, Object, Object, BoundedWindow> runner;

      @Override
      public ReduceFnRunner<Object, Object, Object, BoundedWindow> acquire() {
        ReduceFnRunner<Object, Object, Object, BoundedWindow> current = runner;
        if (current == null || !key.encoded().equals(runnerKey)) {
          runnerKey = key.encoded();
          current = maker.make();
          runner = current;
        }
        return current;
      }
    };
  }
}
