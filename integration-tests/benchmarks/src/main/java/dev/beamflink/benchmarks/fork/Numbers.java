package dev.beamflink.benchmarks.fork;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data of all workloads: numbers from 0 on, and what is made of them. The split {@code k} of
 * {@code n} has the k-th part of the numbers; all splits start at time 0.
 */
public final class Numbers {

  /** In milliseconds: how far timers reach. */
  public static final long HALF_MINUTE = 30_000;

  private static final int RECORD_BYTES = 100;
  private static final int SEVEN_DIGITS = 10_000_000;

  private static final Map<Integer, String[]> NAMES = new ConcurrentHashMap<>();

  private Numbers() {}

  /**
   * Event time in milliseconds of the number that has this place within its split. It is even, so
   * that no two elements are an odd gap apart: Flink merges sessions that touch, Beam does not.
   *
   * @param perMilli elements of a millisecond, over all splits
   */
  public static long timestamp(long place, int splits, int perMilli) {
    return place * splits / (2L * perMilli) * 2;
  }

  /** The end of the half minute of event time that a timestamp is in. */
  public static long halfMinuteAfter(long timestamp) {
    return (timestamp / HALF_MINUTE + 1) * HALF_MINUTE;
  }

  /** The first number of a split. */
  public static long start(int split, int splits, long elements) {
    return elements * split / splits;
  }

  /** Spreads numbers: the finalizer of SplitMix64. */
  public static long mix(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** One of so many keys, at random but always the same one for a number. */
  public static int key(long number, int keys) {
    return (int) Long.remainderUnsigned(mix(number), keys);
  }

  /**
   * The names of keys, made once in this JVM: some subjects set their functions up before the first
   * element of a job, some with it.
   */
  public static String[] names(int keys) {
    return NAMES.computeIfAbsent(keys, Numbers::newNames);
  }

  private static String[] newNames(int keys) {
    String[] names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = "key-" + Integer.toString(SEVEN_DIGITS + i).substring(1); // as %07d, but soon
    }
    return names;
  }

  /** A record of 100 bytes, of which the first eight are the number. */
  public static byte[] record(long number) {
    byte[] bytes = new byte[RECORD_BYTES];
    ByteBuffer.wrap(bytes).putLong(number);
    return bytes;
  }

  /** The number of a record. */
  public static long ofRecord(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** A number for a result. */
  public static long hash(String key, long value) {
    return mix(key.hashCode() * 31L + value);
  }

  /**
   * A number for a result whose values only count in sum, as a timer or a trigger may cut them in
   * different places.
   */
  public static long share(String key, long value) {
    return mix(key.hashCode()) * value;
  }
}
