package io.homeostat.statistics.text;

/**
 * Edit distance of two texts (Levenshtein 1966): the fewest characters to insert, delete or replace
 * so that one becomes the other. Time grows with the product of the lengths, memory with the
 * shorter.
 */
public final class Levenshtein {
  private Levenshtein() {}

  /** The distance in Unicode code points. */
  public static int distance(String a, String b) {
    int[] rows = a.codePoints().toArray();
    int[] columns = b.codePoints().toArray();
    return rows.length < columns.length ? distance(columns, rows) : distance(rows, columns);
  }

  /** 1 − distance / length of the longer text, in [0, 1]; 1 for two empty texts. */
  public static double ratio(String a, String b) {
    int longer = Math.max(a.codePointCount(0, a.length()), b.codePointCount(0, b.length()));
    return longer == 0 ? 1 : 1 - (double) distance(a, b) / longer;
  }

  private static int distance(int[] longer, int[] shorter) {
    int[] costs = new int[shorter.length + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j;
    }
    for (int i = 0; i < longer.length; i++) {
      int diagonal = costs[0];
      costs[0] = i + 1;
      for (int j = 0; j < shorter.length; j++) {
        int replace = longer[i] == shorter[j] ? diagonal : diagonal + 1;
        diagonal = costs[j + 1];
        costs[j + 1] = Math.min(replace, 1 + Math.min(diagonal, costs[j]));
      }
    }
    return costs[shorter.length];
  }
}
