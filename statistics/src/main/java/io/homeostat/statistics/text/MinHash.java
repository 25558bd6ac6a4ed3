package io.homeostat.statistics.text;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fingerprint by which near duplicates find each other: for each of 112 hash functions the
 * smallest hash of the text's word 5-grams (Broder 1997). Two fingerprints agree at each place with
 * the probability s that the Jaccard similarity of the sets of 5-grams is.
 *
 * <p>Words are runs of letters, marks and digits of any script, lower-cased; a text of fewer than
 * five words is one n-gram; a text without any is split at white space instead. Cut into 14 bands
 * of 8, two texts share a band with probability 1 − (1 − s⁸)¹⁴ (Leskovec, Rajaraman and Ullman,
 * Mining of Massive Datasets, §3.4). Immutable, 896 bytes.
 */
public final class MinHash {
  /** How many bands a fingerprint has. */
  public static final int BANDS = 14;

  /** How many places make a band. */
  public static final int ROWS = 8;

  private static final int WORDS = 5;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long[] smallest;

  private MinHash(long[] smallest) {
    this.smallest = smallest;
  }

  /** The fingerprint of a text; the same in every process and release. */
  public static MinHash of(String text) {
    List<String> words = words(text);
    long[] smallest = new long[BANDS * ROWS];
    Arrays.fill(smallest, Long.MAX_VALUE);
    int ngrams = Math.max(1, words.size() - WORDS + 1);
    for (int i = 0; i < ngrams; i++) {
      long hash = hash(words.subList(i, Math.min(words.size(), i + WORDS)));
      for (int place = 0; place < smallest.length; place++) {
        smallest[place] = Math.min(smallest[place], Mix.bits(hash + (place + 1) * GOLDEN));
      }
    }
    return new MinHash(smallest);
  }

  /** Estimate of the Jaccard similarity of the two sets of 5-grams, in [0, 1]. */
  public double similarity(MinHash other) {
    int equal = 0;
    for (int i = 0; i < smallest.length; i++) {
      if (smallest[i] == other.smallest[i]) {
        equal++;
      }
    }
    return equal / (double) smallest.length;
  }

  /**
   * A number that two fingerprints share when they agree at all places of a band.
   *
   * @param band in [0, 13]
   */
  public long band(int band) {
    Require.within("band", band, 0, BANDS - 1);
    long key = band;
    for (int row = 0; row < ROWS; row++) {
      key = Mix.bits(key * GOLDEN + smallest[band * ROWS + row]);
    }
    return key;
  }

  /**
   * Probability that two texts share a band.
   *
   * @param similarity Jaccard similarity of their sets of 5-grams, in [0, 1]
   */
  public static double candidateProbability(double similarity) {
    Require.unit("similarity", similarity);
    return 1 - Math.pow(1 - Math.pow(similarity, ROWS), BANDS);
  }

  private static List<String> words(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> words = Tokens.runs(lower, MinHash::isWord);
    return words.isEmpty() ? WhiteSpace.split(lower) : words;
  }

  private static boolean isWord(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate((char) c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static long hash(List<String> words) {
    long hash = words.size();
    for (String word : words) {
      hash = Mix.bits(hash * GOLDEN);
      for (int i = 0; i < word.length(); i++) {
        hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
      }
    }
    return Mix.bits(hash);
  }
}
