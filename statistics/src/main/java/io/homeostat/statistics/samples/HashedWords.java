package io.homeostat.statistics.samples;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Texts as points: words and pairs of words, hashed with a sign into 1,024 coordinates (Weinberger
 * et al. 2009), each weighted by ln(1 + occurrences) and the logarithm of how few of the texts use
 * its coordinate, scaled to length 1.
 *
 * <p>The weights come from all texts together, so that they are the same for every split of them.
 */
final class HashedWords {
  private static final int COORDINATES = 1_024;

  private HashedWords() {}

  static double[][] features(List<String> texts) {
    double[][] features = new double[texts.size()][];
    int[] used = new int[COORDINATES];
    for (int i = 0; i < features.length; i++) {
      features[i] = counts(texts.get(i));
      for (int c = 0; c < COORDINATES; c++) {
        used[c] += features[i][c] != 0 ? 1 : 0;
      }
    }
    for (double[] point : features) {
      double squares = 0;
      for (int c = 0; c < COORDINATES; c++) {
        double rarity = Math.log((1.0 + texts.size()) / (1 + used[c])) + 1;
        point[c] = Math.signum(point[c]) * Math.log1p(Math.abs(point[c])) * rarity;
        squares += point[c] * point[c];
      }
      double length = squares == 0 ? 1 : Math.sqrt(squares);
      Arrays.setAll(point, c -> point[c] / length);
    }
    return features;
  }

  private static double[] counts(String text) {
    double[] counts = new double[COORDINATES];
    String previous = "";
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        add(counts, word.hashCode());
        if (!previous.isEmpty()) {
          add(counts, 31 * previous.hashCode() + 17 * word.hashCode() + 7);
        }
        previous = word;
      }
    }
    return counts;
  }

  private static void add(double[] counts, int hash) {
    int mixed = hash * 0x9E3779B1;
    mixed ^= mixed >>> 15;
    mixed *= 0x85EBCA77;
    mixed ^= mixed >>> 13;
    counts[mixed & (COORDINATES - 1)] += mixed < 0 ? -1 : 1;
  }
}
