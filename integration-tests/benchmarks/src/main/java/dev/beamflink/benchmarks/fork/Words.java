package dev.beamflink.benchmarks.fork;

import java.util.Arrays;

/** Lines of words, of which some are frequent and most are rare: Zipf's law. */
public final class Words {

  private static final int WORDS = 100_000;
  private static final int IN_A_LINE = 10;

  /** The word of a chance, so that frequent ones have more places. */
  private final String[] places = new String[1 << 20];

  public Words() {
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
