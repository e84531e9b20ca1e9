package dev.beamflink.benchmarks.fork;

import java.util.Arrays;

/** Lines of words, of which some are frequent and most are rare: Zipf's law. */
public final class Words {

  private static final int WORDS = 100_000;
  private static final int IN_A_LINE = 10;

  private static final Words ALL = new Words();

  /** The word of a chance, so that frequent ones have more places. */
  private final String[] places = new String[1 << 20];

  private Words() {
    double[] upTo = new double[WORDS];
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    String[] names = Numbers.names(WORDS);
    for (int place = 0; place < places.length; place++) {
      int found = Arrays.binarySearch(upTo, (place + 0.5) / places.length * sum);
      places[place] = names[found < 0 ? -found - 1 : found];
    }
  }

  /** Those of this JVM, which are made once: see {@link Numbers#names}. */
  public static Words all() {
    return ALL;
  }

  /** The line of this number. */
  public String line(long number) {
    StringBuilder line = new StringBuilder(120);
    for (int i = 0; i < IN_A_LINE; i++) {
      if (i > 0) {
        line.append(' ');
      }
      line.append(places[(int) Numbers.mix(number * IN_A_LINE + i) & (places.length - 1)]);
    }
    return line.toString();
  }
}
